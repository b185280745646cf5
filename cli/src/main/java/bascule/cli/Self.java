package bascule.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How to begin this very command once more. */
public final class Self {
    private Self() {}

    /** The launcher that started us; where there is none (a test), the classes that we are. */
    public static List<String> command(Desk desk) {
        for (var launcher : List.of("bin/bascule", "bascule")) {
            var path = desk.root().resolve(launcher);
            if (Files.isExecutable(path) && Files.isRegularFile(path)) {
                return List.of(path.toString());
            }
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dbascule.root=" + desk.root(),
                "-cp",
                System.getProperty("java.class.path"),
                "bascule.cli.Bascule");
    }
}
