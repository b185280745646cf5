package bascule.state;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The lock of an instance: the operating system's, so that the death of its holder frees it.
 *
 * <p>Nothing else opens the file {@code lock}: with POSIX locks, closing any other descriptor of it
 * in this process would let the lock go. Who holds it stands in {@code lock.owner} beside it, which
 * is only for people to read.
 */
public final class Lock implements AutoCloseable {
    private final FileChannel channel;
    private final Path note;

    private Lock(FileChannel channel, Path note) {
        this.channel = channel;
        this.note = note;
    }

    /** Who holds a lock, as far as their note says. */
    public record Owner(long pid, String account, Instant since, String command) {}

    /**
     * @throws Refusal BSC-305 if another process has it
     */
    static Lock take(String instance, Path folder, String command) {
        var note = folder.resolve("lock.owner");
        var file = folder.resolve("lock");
        try {
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw held(instance, note);
            }
            var owner = ProcessHandle.current().pid() + "\n" + System.getProperty("user.name", "");
            Disk.write(note, owner + "\n" + Instant.now() + "\n" + command + "\n");
            return new Lock(channel, note);
        } catch (IOException cannot) {
            throw Disk.refused(file, cannot);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    static Optional<Owner> owner(Path note) {
        try {
            var lines = Files.readAllLines(note);
            return Optional.of(owner(lines));
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private static Owner owner(List<String> lines) {
        var since = Instant.parse(lines.get(2));
        return new Owner(Long.parseLong(lines.get(0)), lines.get(1), since, lines.get(3));
    }

    private static Refusal held(String instance, Path note) {
        var by =
                owner(note)
                        .map(
                                o ->
                                        Text.of(
                                                "state.locked.by",
                                                o.pid(),
                                                o.account(),
                                                o.since(),
                                                o.command()))
                        .orElseGet(() -> Text.of("state.locked.unknown"));
        return new Refusal(
                new Problem(
                        "BSC-305",
                        Text.of("state.locked.what", instance),
                        Text.of("state.locked.why", by),
                        Text.of("state.locked.now", instance),
                        Text.of("state.locked.next", instance)));
    }

    /** For those who may only be called by its holder. */
    void held() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("internal error: the lock was let go");
        }
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(note);
        } catch (IOException noteStays) {
            // A note without a lock misleads nobody: the lock decides.
            return;
        }
    }
}
