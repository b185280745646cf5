package bascule.instance;

import bascule.version.Version;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the JDKs of this machine where they usually lie, and believes what their {@code release}
 * files say. A runtime without a compiler is none: an application may want to build.
 */
public final class Jdks {
    private Jdks() {}

    /**
     * @param environment {@code JAVA_HOME}, {@code PATH} and {@code HOME} are looked at
     * @param running the home of the runtime that runs us
     */
    public static List<Toolchain> find(Map<String, String> environment, Path running) {
        var homes = new ArrayList<Path>();
        Optional.ofNullable(environment.get("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
        for (var folder : environment.getOrDefault("PATH", "").split(":")) {
            if (folder.startsWith("/")) {
                Optional.ofNullable(Path.of(folder).getParent()).ifPresent(homes::add);
                real(Path.of(folder, "javac"))
                        .map(Path::getParent)
                        .map(Path::getParent)
                        .ifPresent(homes::add);
            }
        }
        for (var many : List.of("/usr/lib/jvm", "/opt", "/usr/java")) {
            homes.addAll(below(Path.of(many)));
        }
        Optional.ofNullable(environment.get("HOME"))
                .map(home -> Path.of(home, ".sdkman/candidates/java"))
                .ifPresent(folder -> homes.addAll(below(folder)));
        homes.add(running);
        var found = new TreeMap<String, Toolchain>();
        for (var home : homes) {
            at(home).ifPresent(jdk -> found.putIfAbsent(jdk.home(), jdk));
        }
        return List.copyOf(found.values());
    }

    /** The JDK in a folder, if there is a whole one. */
    public static Optional<Toolchain> at(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java"))
                || !Files.isExecutable(home.resolve("bin/javac"))) {
            return Optional.empty();
        }
        return real(home)
                .flatMap(
                        folder ->
                                version(folder.resolve("release"))
                                        .map(
                                                version ->
                                                        new Toolchain(
                                                                "java",
                                                                version,
                                                                folder.toString())));
    }

    private static Optional<Version> version(Path release) {
        try {
            var said = new Properties();
            said.load(new StringReader(Files.readString(release)));
            return Optional.ofNullable(said.getProperty("JAVA_VERSION"))
                    .map(text -> text.replace("\"", "").strip())
                    .filter(text -> text.matches("\\d\\S*"))
                    .map(Jdks::modern);
        } catch (IOException | IllegalArgumentException cannot) {
            return Optional.empty();
        }
    }

    /** 1.8.0_402 is 8.0.402. */
    private static Version modern(String text) {
        return Version.of(text.startsWith("1.") ? text.substring(2).replace('_', '.') : text);
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static List<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }
}
