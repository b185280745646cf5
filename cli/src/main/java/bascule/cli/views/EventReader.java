package bascule.cli.views;

import bascule.event.Event;
import bascule.json.Json;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads events as they are written; a line that is not whole yet is read the next time. */
public final class EventReader {
    private final Path file;
    private long offset;

    public EventReader(Path file) {
        this.file = file;
    }

    public static List<Event> all(Path file) {
        return new EventReader(file).next();
    }

    /** What was written since the last time. Nothing is kept of lines that cannot be understood. */
    public List<Event> next() {
        return lines().stream().flatMap(EventReader::event).toList();
    }

    private static Stream<Event> event(String line) {
        try {
            return Stream.of(Json.read(line, Event.class));
        } catch (JacksonException torn) {
            // A crash tore it; events are for those who look on, the journal is what counts.
            return Stream.empty();
        }
    }

    private List<String> lines() {
        try (var from = new RandomAccessFile(file.toFile(), "r")) {
            from.seek(offset);
            var bytes = new byte[(int) Math.min(from.length() - offset, 16_000_000)];
            from.readFully(bytes);
            var end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            offset += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }
}
