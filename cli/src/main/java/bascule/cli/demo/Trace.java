package bascule.cli.demo;

import bascule.json.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What the run under way has written so far, read by somebody who only watches. */
final class Trace {
    private final Path home;
    private final long since;

    /**
     * @param home Bascule's state of this demo
     */
    Trace(Path home) {
        this.home = home;
        this.since = System.currentTimeMillis();
    }

    /** The folder of the newest run that began since this trace was begun. */
    Optional<Path> run() {
        try (var files = Files.walk(home, 6)) {
            return files.filter(file -> file.endsWith("journal.jsonl"))
                    .filter(file -> file.toFile().lastModified() >= since - 1000)
                    .map(Path::getParent)
                    .max(Comparator.comparing(Path::getFileName));
        } catch (IOException | java.io.UncheckedIOException moving) {
            return Optional.empty();
        }
    }

    /** Every whole line of the run's events. */
    List<JsonNode> events() {
        return lines("events.jsonl");
    }

    boolean has(Predicate<JsonNode> event) {
        return events().stream().anyMatch(event);
    }

    /** Whether a phase, or the way back ({@code back}), has begun. */
    boolean reached(String phase) {
        return has(
                event ->
                        phase.equals("back")
                                ? is(event, "way-back")
                                : is(event, "phase-began")
                                        && event.path("phase").asString("").equals(phase));
    }

    static boolean is(JsonNode event, String kind) {
        return event.path("event").asString("").equals(kind);
    }

    private List<JsonNode> lines(String name) {
        var run = run();
        if (run.isEmpty() || !Files.exists(run.get().resolve(name))) {
            return List.of();
        }
        try {
            return Files.readAllLines(run.get().resolve(name)).stream()
                    .flatMap(line -> whole(line).stream())
                    .toList();
        } catch (IOException moving) {
            return List.of();
        }
    }

    private static Optional<JsonNode> whole(String line) {
        try {
            return Optional.of(Json.read(line, JsonNode.class));
        } catch (JacksonException torn) {
            return Optional.empty();
        }
    }

    /** Looks often until it is so, or until it is over. */
    static boolean await(BooleanSupplier so, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            if (so.getAsBoolean()) {
                return true;
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return so.getAsBoolean();
    }
}
