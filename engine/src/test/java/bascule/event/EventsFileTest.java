package bascule.event;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.json.Json;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

@NullMarked
class EventsFileTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:12:00Z");

    @TempDir Path folder;

    private static Event progress(long done) {
        return new Event.StepProgress(NOW, "migrate/rows", done, 0, Optional.of("row"));
    }

    private static Event ended() {
        return new Event.RunEnded(NOW, "upgraded", "", Optional.empty());
    }

    @Test
    void progress_is_dropped_first_and_the_end_of_a_long_run_is_still_told() throws IOException {
        var file = folder.resolve("events.jsonl");
        try (var events = EventsFile.open(file, 1000)) {
            for (var done = 0; done < 100; done++) {
                events.see(progress(done));
            }
            events.see(ended());
            assertThat(Files.size(file)).isBetween(1000L, 1400L);
            for (var done = 0; done < 100; done++) {
                events.see(ended());
            }
        }
        assertThat(Files.size(file)).isBetween(2000L, 2200L);
        assertThat(Files.readAllLines(file))
                .allSatisfy(line -> assertThat(Json.read(line, Event.class)).isNotNull())
                .contains(Json.line(ended()));
    }

    @Test
    void a_line_that_a_crash_tore_does_not_spoil_the_next() throws IOException {
        var file = folder.resolve("events.jsonl");
        Files.writeString(file, "{\"event\":\"run-en");
        try (var events = EventsFile.open(file)) {
            events.see(ended());
        }
        assertThat(Json.read(Files.readAllLines(file).getLast(), Event.class)).isEqualTo(ended());
    }
}
