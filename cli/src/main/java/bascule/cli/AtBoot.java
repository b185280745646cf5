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
            Set.of(
                    "BASCULE_HOME",
                    "BASCULE_JAVA_HOME",
                    "JAVA_HOME",
                    "XDG_CONFIG_HOME",
                    "XDG_STATE_HOME",
                    "LANG",
                    "LC_ALL");

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
        desk.home().ifPresent(home -> words.addAll(List.of("--home", home.toString())));
        try {
            unit.get()
                    .put(
                            words,
                            env.entrySet().stream()
                                    .filter(each -> NEEDED.contains(each.getKey()))
                                    .collect(
                                            Collectors.toMap(
                                                    Map.Entry::getKey, Map.Entry::getValue)));
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
        return BootUnit.of(instance);
    }

    /** A run is as good without it, until the machine boots. */
    private void tell(String key, Object... args) {
        desk.terminal().err().println(desk.say(key, args));
    }
}
