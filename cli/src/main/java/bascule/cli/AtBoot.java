package bascule.cli;

import bascule.host.BootUnit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees to it that a run is gone on with if the machine boots in the middle of it. */
record AtBoot(Desk desk, String instance) {
    private static final Set<String> NEEDED =
            Set.of("XDG_CONFIG_HOME", "XDG_STATE_HOME", "LANG", "LC_ALL");

    void begin() {
        var unit = unit();
        if (unit.isEmpty()) {
            return;
        }
        var env = desk.terminal().env();
        if (env.keySet().stream().anyMatch(name -> name.startsWith("BASCULE_SECRET_"))) {
            tell("cli.boot.secrets");
            return;
        }
        var words = new ArrayList<>(Self.command(desk));
        words.addAll(List.of("resume", instance, "--unattended"));
        desk.boundHome().ifPresent(home -> words.addAll(List.of("--home", home.toString())));
        try {
            var kept =
                    env.entrySet().stream()
                            .filter(each -> NEEDED.contains(each.getKey()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            kept.put("BASCULE_JAVA_HOME", System.getProperty("java.home"));
            unit.get().put(words, kept);
        } catch (IOException cannot) {
            tell("cli.boot.unwritable", cannot);
        }
    }

    void end() {
        unit().ifPresent(
                        unit -> {
                            try {
                                unit.lift();
                            } catch (IOException cannot) {
                                tell("cli.boot.stays", cannot);
                            }
                        });
    }

    private Optional<BootUnit> unit() {
        return BootUnit.of(instance, desk.places().instance(instance).path());
    }

    /** A run is as good without it, until the machine boots. */
    private void tell(String key, Object... args) {
        desk.terminal().err().println(desk.say(key, args));
    }
}
