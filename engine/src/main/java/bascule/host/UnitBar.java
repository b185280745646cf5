package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps systemd from starting a unit, over a reboot too: a drop-in puts a condition on a file that
 * only Bascule makes, for the moment of its own start.
 *
 * @param user whether the units are those of the user's own manager
 */
record UnitBar(boolean user) {
    private static final String BAR = "50-bascule-bar.conf";
    private static final String ENVIRONMENT = "50-bascule-start.conf";

    /** What is gone after a reboot. */
    static Path runtime() {
        var given = System.getenv("XDG_RUNTIME_DIR");
        return Account.root() || given == null ? Path.of("/run/user/" + uid()) : Path.of(given);
    }

    private static Object uid() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    private Path units() {
        return user
                ? Account.current().home().resolve(".config/systemd/user")
                : Path.of("/etc/systemd/system");
    }

    private Path passing() {
        return user
                ? Path.of(System.getProperty("user.home"), ".cache/bascule/units")
                : Path.of("/run/bascule/units");
    }

    private Path flag(String unit) {
        return passing().resolve(named(unit));
    }

    private Path dropIns(String unit) {
        return units().resolve(named(unit) + ".d");
    }

    private static String named(String unit) {
        return unit.matches(".*\\.(service|socket|timer|target|path|mount)")
                ? unit
                : unit + ".service";
    }

    void put(String unit) {
        // What a start that was killed has left.
        disallow(unit);
        write(
                unit,
                BAR,
                """
                # Bascule upgrades what this unit belongs to and keeps it stopped meanwhile.
                # `bascule status` says how far it is; `bascule resume` ends it and takes this file away.
                [Unit]
                ConditionPathExists=%s
                """
                        .formatted(flag(unit)));
    }

    void lift(String unit) {
        remove(unit, BAR);
    }

    boolean isPut(String unit) {
        return Files.exists(dropIns(unit).resolve(BAR));
    }

    /** Lets the unit be started, until {@link #disallow}. */
    void allow(String unit) {
        try {
            Files.createDirectories(passing());
            Files.writeString(flag(unit), "");
        } catch (IOException cannot) {
            throw unwritable(passing(), cannot);
        }
    }

    void disallow(String unit) {
        try {
            Files.deleteIfExists(flag(unit));
        } catch (IOException cannot) {
            throw unwritable(passing(), cannot);
        }
    }

    /** Variables for the next start alone. */
    void environment(String unit, Map<String, String> env) {
        var lines =
                env.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                each ->
                                        "Environment="
                                                + BootUnit.quoted(
                                                        each.getKey() + "=" + each.getValue()))
                        .collect(Collectors.joining("\n"));
        write(unit, ENVIRONMENT, "[Service]\n" + lines + "\n");
    }

    /** Whether there was one. */
    boolean forgetEnvironment(String unit) {
        return remove(unit, ENVIRONMENT);
    }

    private void write(String unit, String name, String text) {
        var folder = dropIns(unit);
        try {
            Forced.folders(folder);
            Forced.write(folder.resolve(name), text);
        } catch (IOException cannot) {
            throw unwritable(folder, cannot);
        }
    }

    private boolean remove(String unit, String name) {
        var folder = dropIns(unit);
        try {
            var there = Files.deleteIfExists(folder.resolve(name));
            if (there) {
                Names.force(folder);
                try (var left = Files.list(folder)) {
                    if (left.findAny().isEmpty()) {
                        Files.delete(folder);
                    }
                }
            }
            return there;
        } catch (IOException cannot) {
            throw unwritable(folder, cannot);
        }
    }

    private static Fault unwritable(Path folder, IOException cannot) {
        return new Fault("BSC-446", Text.of("host.bar-unwritable", folder), cannot);
    }
}
