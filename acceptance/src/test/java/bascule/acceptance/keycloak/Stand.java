package bascule.acceptance.keycloak;

import bascule.cli.Desk;
import bascule.cli.demo.Rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests have their Keycloak: made once a build, put back between tests. */
final class Stand {
    /** Starts in half the time; a release that is verified is the same. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC";

    private static final int USERS = 1000;

    private Stand() {}

    static Path checkout() {
        var here = Path.of("").toAbsolutePath();
        return here.endsWith("acceptance") ? Path.of("..").toAbsolutePath().normalize() : here;
    }

    /** The command as it is typed in a checkout: built first if something changed. */
    static Rig typed(Path folder) {
        return Rig.at(Desk.ofThisProcess(checkout()), folder, USERS, QUICK);
    }

    /** The same with the options that a release is started with when nobody says any. */
    static Rig plain(Path folder) {
        return Rig.at(Desk.ofThisProcess(checkout()), folder, USERS, "");
    }

    /**
     * The command from the classes under test: building it again would take them away under this
     * very test.
     */
    static Rig tested() {
        return tested("keycloak");
    }

    /** The same for an instance that lies in another folder. */
    static Rig tested(String folder) {
        var target = checkout().resolve("acceptance/target");
        try {
            var root = Files.createDirectories(target.resolve("keycloak-root"));
            if (!Files.exists(root.resolve("recipes"))) {
                Files.createSymbolicLink(root.resolve("recipes"), checkout().resolve("recipes"));
            }
            return Rig.at(Desk.ofThisProcess(root), target.resolve(folder), USERS, QUICK);
        } catch (IOException cannot) {
            throw new AssertionError(cannot);
        }
    }
}
