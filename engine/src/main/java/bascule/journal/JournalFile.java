package bascule.journal;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A journal in a file: text, one JSON object a line, each forced to disk before {@link #append}
 * returns.
 *
 * <p>Whoever opens it for writing holds the lock of the instance, cuts what a crash tore, and
 * forces what is left: a line that only the memory of the machine holds must not be acted on.
 * Readers never cut.
 */
public final class JournalFile implements Journal, AutoCloseable {
    private final Storage storage;
    private final Clock clock;
    private final LineFormat format = new LineFormat();
    private final List<Line> lines;
    private final Course course;
    private String sum;
    private boolean closed;

    private JournalFile(Storage storage, Clock clock, LineReader.Result read) {
        this.storage = storage;
        this.clock = clock;
        this.lines = new ArrayList<>(read.lines());
        this.course = Course.of(read.lines());
        this.sum = read.sum();
    }

    /** A new journal with its first line; its folder is forced too. */
    public static JournalFile create(Path file, Entry.Opened first, Clock clock) {
        try {
            var journal = open(FileStorage.open(file, StandardOpenOption.CREATE_NEW), clock);
            journal.append(first);
            var parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                try (var folder = FileChannel.open(parent)) {
                    folder.force(true);
                }
            }
            return journal;
        } catch (IOException cannot) {
            throw unwritable(file.toString(), cannot);
        }
    }

    /**
     * Opens it to go on; the caller holds the lock.
     *
     * @throws bascule.problem.Refusal BSC-301 if it is damaged
     * @throws Fault BSC-302 if it cannot be read or written
     */
    public static JournalFile open(Path file, Clock clock) {
        try {
            return open(FileStorage.open(file), clock);
        } catch (IOException cannot) {
            throw unwritable(file.toString(), cannot);
        }
    }

    static JournalFile open(Storage storage, Clock clock) throws IOException {
        var read = new LineReader(storage).read();
        if (read.whole() < read.all()) {
            storage.cut(read.whole());
        }
        storage.force();
        return new JournalFile(storage, clock, read);
    }

    /**
     * What stands in it now; a line that is being written does not count yet.
     *
     * @throws bascule.problem.Refusal BSC-301 if it is damaged
     */
    public static List<Line> read(Path file) {
        try (var channel = FileChannel.open(file)) {
            return List.copyOf(new LineReader(new FileStorage(file, channel)).read().lines());
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-303", Text.of("journal.unreadable", file, String.valueOf(cannot)), cannot);
        }
    }

    @Override
    public void append(Entry entry) {
        if (closed) {
            throw new IllegalStateException("internal error: append to a closed journal");
        }
        var line = new Line(lines.size() + 1L, now(), entry);
        var written = format.write(line, sum);
        try {
            storage.write(ByteBuffer.wrap(written.getBytes(StandardCharsets.UTF_8)));
            storage.force();
        } catch (IOException failed) {
            // Trying again is no help: after an error of fsync the system may have dropped the
            // bytes and would answer that all is well.
            close();
            throw unwritable(storage.name(), failed);
        }
        sum = LineFormat.sum(written);
        lines.add(line);
        course.add(line);
    }

    /** Time in a journal does not go back, whatever a clock that was set meanwhile says. */
    private Instant now() {
        var now = clock.instant();
        return lines.isEmpty() || now.isAfter(lines.getLast().at()) ? now : lines.getLast().at();
    }

    @Override
    public List<Line> lines() {
        return Collections.unmodifiableList(lines);
    }

    @Override
    public Course course() {
        return course;
    }

    @Override
    public void close() {
        closed = true;
        try {
            storage.close();
        } catch (IOException nothingLost) {
            // Every line was forced when it was appended.
            return;
        }
    }

    private static Fault unwritable(String name, IOException cause) {
        return new Fault(
                "BSC-302", Text.of("journal.unwritable", name, String.valueOf(cause)), cause);
    }
}
