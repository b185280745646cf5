package bascule.cli.demo;

import bascule.cli.Desk;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A whole JDK for the demo's Keycloak: Bascule's own runtime has only what Bascule needs. */
final class Jdk {
    private Jdk() {}

    static Path home(Desk desk) {
        var env = desk.terminal().env();
        var candidates = new ArrayList<Path>();
        candidates.add(Path.of(System.getProperty("java.home")));
        for (var name : List.of("BASCULE_JAVA_HOME", "JAVA_HOME")) {
            if (!env.getOrDefault(name, "").isEmpty()) {
                candidates.add(Path.of(env.get(name)));
            }
        }
        candidates.addAll(installed());
        return candidates.stream()
                .filter(Jdk::fits)
                .findFirst()
                .orElseThrow(() -> new Fault("BSC-558", Text.of("demo.no-jdk")));
    }

    private static boolean fits(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/javac"))
                    && Files.readString(home.resolve("release"))
                            .matches("(?s).*JAVA_VERSION=\"(2[5-9]|[3-9]\\d).*");
        } catch (IOException none) {
            return false;
        }
    }

    private static List<Path> installed() {
        var folder = Path.of("/usr/lib/jvm");
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }
}
