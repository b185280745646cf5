package bascule.store;

import bascule.host.Names;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A named pipe between a program and us, so that what it writes or reads needs no room on the disk.
 * A program that dies, or never opens it, leaves nobody waiting.
 */
final class Pipe implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** What a program that has ended may have left in it is read at once. */
    private static final Duration LEFT = Duration.ofMinutes(1);

    private final Path path;

    /** Open both ways: neither side waits for the other, and the end comes when we close it. */
    private final RandomAccessFile both;

    private final AtomicReference<IOException> failed = new AtomicReference<>();
    private volatile boolean closed;

    private Pipe(Path path, RandomAccessFile both) {
        this.path = path;
        this.both = both;
    }

    /** What is done with the other side. */
    interface Reading {
        void from(InputStream in) throws IOException;
    }

    /** What is done with the other side. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /**
     * @param path where nothing is yet
     */
    static Pipe at(Path path, Programs programs) throws IOException {
        var ran = programs.run(List.of("mkfifo", "--mode=600", path.toString()), Map.of());
        if (ran.code() != 0) {
            throw new Fault("BSC-430", Text.of("store.copy", path, ran.output().strip()));
        }
        return new Pipe(path, new RandomAccessFile(path.toFile(), "rw"));
    }

    Path path() {
        return path;
    }

    /**
     * Reads what a program writes, to its end.
     *
     * @throws IOException if it cannot be read; the program is ended by that, too
     */
    void read(Runnable program, Reading reading) throws IOException {
        var in = new FileInputStream(path.toFile());
        meanwhile(
                program,
                () -> {
                    try (in) {
                        reading.from(in);
                    }
                });
    }

    /** Lets a program read what we write; that it did not want all of it is for it to say. */
    void write(Runnable program, Writing writing) throws IOException {
        var out = new FileOutputStream(path.toFile());
        meanwhile(
                program,
                () -> {
                    try (out) {
                        writing.to(out);
                        awaitEmpty();
                    }
                });
    }

    private interface Side {
        void run() throws IOException;
    }

    /** Our side is open before the program begins: it may end before we have begun. */
    private void meanwhile(Runnable program, Side ours) throws IOException {
        var other = Thread.ofVirtual().start(() -> run(ours));
        try {
            program.run();
        } finally {
            closeQuietly();
            join(other);
        }
        var cannot = Optional.ofNullable(failed.get());
        if (cannot.isPresent()) {
            throw new IOException(String.valueOf(cannot.get().getMessage()), cannot.get());
        }
    }

    private void run(Side ours) {
        try {
            ours.run();
        } catch (IOException cannot) {
            failed.set(cannot);
        } finally {
            closeQuietly();
        }
    }

    /** Whoever has taken the last byte has opened it, and sees the end that comes now. */
    private void awaitEmpty() throws IOException {
        try (var look = new FileInputStream(path.toFile())) {
            while (!closed && look.available() > 0) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void join(Thread other) throws IOException {
        try {
            if (!other.join(LEFT)) {
                throw new IOException("something still writes");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        }
    }

    private void closeQuietly() {
        closed = true;
        try {
            both.close();
        } catch (IOException ignored) {
            // Nothing was written through it that could be lost.
        }
    }

    @Override
    public void close() throws IOException {
        closeQuietly();
        Files.deleteIfExists(path);
        Names.force(path.getParent());
    }
}
