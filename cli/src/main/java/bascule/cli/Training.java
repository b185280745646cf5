package bascule.cli;

import bascule.state.Home;
import bascule.state.Status;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks through what commands usually do, saying nothing, so that the classes they need can be kept
 * in an archive beside the jars.
 */
final class Training {
    private static final List<List<String>> WORDS =
            List.of(
                    List.of("version"),
                    List.of("version", "--json"),
                    List.of("status"),
                    List.of("status", "--json"),
                    List.of("status", "--lang", "fr", "wiki"),
                    List.of("runs", "wiki"),
                    List.of("log", "wiki"),
                    List.of("recipe", "check"),
                    List.of("recipe", "explain", "keycloak"),
                    List.of("help"),
                    List.of("no-such-verb"));

    private Training() {}

    public static void main(String[] args) throws IOException {
        var folder = Files.createTempDirectory("bascule-training-");
        try {
            var env = Map.of("BASCULE_HOME", folder.toString());
            Home.find(env, "").instance("wiki").tell(status());
            WORDS.forEach(words -> new Bascule(silent(env)).run(words));
        } finally {
            delete(folder);
        }
    }

    private static Status status() {
        return new Status(
                "wiki",
                "mediawiki",
                "tarball",
                "/srv/wiki",
                "1.43",
                Optional.of(Instant.EPOCH),
                "",
                "upgraded",
                Instant.EPOCH);
    }

    private static Terminal silent(Map<String, String> env) {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var nothing = new BufferedReader(Reader.nullReader());
        return new Terminal(env, nothing, nowhere, nowhere, false, false, false);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
