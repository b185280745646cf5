package bascule.event;

import bascule.json.Json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Events in a file, one JSON object a line, for those who look on from another process.
 *
 * <p>Nothing is forced, and what does not fit is dropped: progress first, so that the end of a long
 * run is still told.
 */
public final class EventsFile implements Watcher, AutoCloseable {
    /** In bytes; what is not progress may take twice as much. */
    public static final long MOST = 5_000_000;

    private final OutputStream stream;
    private final long most;
    private long size;

    private EventsFile(OutputStream stream, long size, long most) {
        this.stream = stream;
        this.size = size;
        this.most = most;
    }

    /** Goes on after what is there; a line that a crash tore is ended first. */
    public static EventsFile open(Path file) {
        return open(file, MOST);
    }

    static EventsFile open(Path file, long most) {
        try {
            var stream =
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (isTorn(file)) {
                stream.write('\n');
            }
            return new EventsFile(stream, Files.size(file), most);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static boolean isTorn(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            var last = ByteBuffer.allocate(1);
            channel.position(Math.max(0, channel.size() - 1));
            return channel.read(last) == 1 && last.get(0) != '\n';
        }
    }

    @Override
    public synchronized void see(Event event) {
        if (size > (event instanceof Event.StepProgress ? most : 2 * most)) {
            return;
        }
        var line = (Json.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
        size += line.length;
        try {
            stream.write(line);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    @Override
    public synchronized void close() {
        try {
            stream.close();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}
