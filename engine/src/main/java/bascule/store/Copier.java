package bascule.store;

import bascule.host.Inode;
import bascule.host.OpenFile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;

/**
 * Copies the bytes of one file after another, holes kept, and reads what it wrote again. The
 * checksum is of what was read from the source; the copy is held against it when it is read from
 * the disk.
 */
final class Copier implements AutoCloseable {
    private static final int ROOM = 1 << 18;
    private static final int REGULAR = 0100000;
    private static final long WORTH_BEGINNING = 1 << 20;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment room = OpenFile.room(arena, ROOM);
    private final byte[] bytes = new byte[ROOM];
    private final byte[] zeros = new byte[ROOM];
    private final DoubleCrc sum = new DoubleCrc();
    private final ConcurrentMap<Long, Boolean> shares;

    /**
     * @param shares which file systems were found to share blocks with the copy, or not to
     */
    Copier(ConcurrentMap<Long, Boolean> shares) {
        this.shares = shares;
    }

    /**
     * What was read.
     *
     * @param own whether the checksum was taken from the copy itself, which shares its blocks
     * @param changed whether the source was written to meanwhile
     * @param grown whether that was only at its end
     */
    record Sums(String sum, boolean own, long size, boolean changed, boolean grown) {}

    /**
     * Copies into a new file.
     *
     * @param seen how the source looked
     * @throws NoSuchFileException if another file has its name by now
     */
    Sums copy(Path source, Look seen, Path copy) throws IOException {
        try (var from = OpenFile.read(source);
                var to = OpenFile.create(copy)) {
            var before = from.inode();
            if (before.number() != seen.inode() || before.kind() != REGULAR) {
                throw new NoSuchFileException(source.toString());
            }
            sum.take();
            var shared = shared(from, before, to);
            var size = shared ? read(to) : write(from, before, to);
            var after = from.inode();
            return new Sums(
                    sum.text(), shared, size, changed(before, after), after.size() > before.size());
        }
    }

    private boolean shared(OpenFile from, Inode source, OpenFile to) throws IOException {
        if (source.size() == 0 || !shares.getOrDefault(source.device(), true)) {
            return false;
        }
        var shared = to.share(from);
        shares.merge(source.device(), shared, (once, now) -> once || now);
        return shared;
    }

    private static boolean changed(Inode before, Inode after) {
        return before.changed() != after.changed()
                || before.modified() != after.modified()
                || before.size() != after.size();
    }

    /** As much as it had when it was opened: what grows all the time has an end all the same. */
    private long write(OpenFile from, Inode source, OpenFile to) throws IOException {
        var holes = source.allocated() < source.size();
        var at = 0L;
        while (at < source.size()) {
            var data = holes ? from.data(at) : at;
            if (data < 0 || data > source.size()) {
                data = source.size();
            }
            zeros(data - at);
            at = data;
            var end = holes && at < source.size() ? from.hole(at) : source.size();
            while (at < Math.min(end, source.size())) {
                var length = from.read(room, Math.min(ROOM, Math.min(end, source.size()) - at), at);
                if (length == 0) {
                    to.length(at);
                    return at; // cut while it was read
                }
                to.write(room, length, at);
                sum((int) length);
                at += length;
            }
        }
        if (holes) {
            to.length(at);
        }
        if (at >= WORTH_BEGINNING) {
            to.begin();
        }
        return at;
    }

    private long read(OpenFile from) throws IOException {
        var at = 0L;
        for (var length = from.read(room, ROOM, at); length > 0; ) {
            sum((int) length);
            at += length;
            length = from.read(room, ROOM, at);
        }
        return at;
    }

    private void sum(int length) {
        MemorySegment.copy(room, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        sum.update(bytes, 0, length);
    }

    private void zeros(long length) {
        for (var left = length; left > 0; left -= ROOM) {
            sum.update(zeros, 0, (int) Math.min(left, ROOM));
        }
    }

    /**
     * Reads a copy from the disk, not from memory: what lies there is what a restore will find.
     *
     * @return whether it is what was read when it was written
     */
    boolean isWritten(Path copy, Sums sums) throws IOException {
        if (sums.own()) {
            return true;
        }
        try (var from = OpenFile.read(copy)) {
            from.forget();
            sum.take();
            return read(from) == sums.size() && sum.text().equals(sums.sum());
        }
    }

    /** The checksum of a file's bytes. */
    String sum(Path file) throws IOException {
        try (var from = OpenFile.read(file)) {
            sum.take();
            read(from);
            return sum.text();
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
