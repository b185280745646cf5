package bascule.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * An open file and what the kernel does with it beyond the JDK: holes found and kept, blocks shared
 * with another file, a whole file system forced to disk. A link is never followed to it.
 */
public final class OpenFile implements AutoCloseable {
    private static final int CREATE = 0100;
    private static final int EXCLUSIVE = 0200;
    private static final int NO_WAITING = 04000; // a pipe in its place does not hold us up
    private static final int CLOSED_FOR_CHILDREN = 02000000;
    private static final int FILE_CLONE = 0x40049409;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int NO_MORE_DATA = 6;
    private static final int NO_LONGER_NEEDED = 4;
    private static final int BEGIN_WRITING = 2;

    private static final MethodHandle OPEN =
            Calls.variadic(2, "open", Calls.TEXT, Calls.INT, Calls.INT);
    private static final MethodHandle CLOSE = Calls.of("close", Calls.INT, Calls.INT);
    private static final MethodHandle READ =
            Calls.of("pread", Calls.LONG, Calls.INT, Calls.TEXT, Calls.LONG, Calls.LONG);
    private static final MethodHandle WRITE =
            Calls.of("pwrite", Calls.LONG, Calls.INT, Calls.TEXT, Calls.LONG, Calls.LONG);
    private static final MethodHandle SEEK =
            Calls.of("lseek", Calls.LONG, Calls.INT, Calls.LONG, Calls.INT);
    private static final MethodHandle LENGTH =
            Calls.of("ftruncate", Calls.INT, Calls.INT, Calls.LONG);
    private static final MethodHandle FORCE = Calls.of("fsync", Calls.INT, Calls.INT);
    private static final MethodHandle FORCE_ALL = Calls.of("syncfs", Calls.INT, Calls.INT);
    private static final MethodHandle ADVISE =
            Calls.of("posix_fadvise", Calls.INT, Calls.INT, Calls.LONG, Calls.LONG, Calls.INT);
    private static final MethodHandle BEGIN =
            Calls.of("sync_file_range", Calls.INT, Calls.INT, Calls.LONG, Calls.LONG, Calls.INT);
    private static final MethodHandle CLONE =
            Calls.variadic(2, "ioctl", Calls.INT, Calls.LONG, Calls.INT);
    private static final MethodHandle CONTROL =
            Calls.variadic(2, "ioctl", Calls.INT, Calls.LONG, Calls.TEXT);
    private static final int MORE_THAN_ROOM = 75;

    private final Path path;
    private final int descriptor;

    private OpenFile(Path path, int flags) throws IOException {
        this.path = path;
        this.descriptor =
                (int)
                        Calls.with(
                                path,
                                (arena, state) ->
                                        (int)
                                                OPEN.invokeExact(
                                                        state,
                                                        arena.allocateFrom(path.toString()),
                                                        flags
                                                                | noFollow()
                                                                | NO_WAITING
                                                                | CLOSED_FOR_CHILDREN,
                                                        0600));
    }

    /** The number differs from one architecture to the other. */
    private static int noFollow() {
        return System.getProperty("os.arch", "").equals("aarch64") ? 0100000 : 0400000;
    }

    /** A file or folder, to be read. */
    public static OpenFile read(Path path) throws IOException {
        return new OpenFile(path, 0);
    }

    /** A new file, readable by its owner only. */
    public static OpenFile create(Path path) throws IOException {
        return new OpenFile(path, 2 | CREATE | EXCLUSIVE);
    }

    public Inode inode() throws IOException {
        return Inode.of(descriptor, "", Inode.EMPTY_PATH, path);
    }

    /**
     * @return how many bytes were read; 0 at the end
     */
    public long read(MemorySegment into, long length, long at) throws IOException {
        return Calls.with(
                path, (_, state) -> (long) READ.invokeExact(state, descriptor, into, length, at));
    }

    /** Writes all of it. */
    public void write(MemorySegment from, long length, long at) throws IOException {
        for (var done = 0L; done < length; ) {
            var begun = done;
            done +=
                    Calls.with(
                            path,
                            (_, state) ->
                                    (long)
                                            WRITE.invokeExact(
                                                    state,
                                                    descriptor,
                                                    from.asSlice(begun),
                                                    length - begun,
                                                    at + begun));
        }
    }

    /**
     * @return where data begin at or behind a place; -1 if there are none
     */
    public long data(long from) throws IOException {
        return seek(from, SEEK_DATA);
    }

    /** Where the next hole begins; the end of the file is one. */
    public long hole(long from) throws IOException {
        return seek(from, SEEK_HOLE);
    }

    private long seek(long from, int what) throws IOException {
        var found =
                Calls.with(
                        path,
                        (_, state) -> {
                            var at = (long) SEEK.invokeExact(state, descriptor, from, what);
                            return at < 0 && Calls.error(state) == NO_MORE_DATA
                                    ? Long.MAX_VALUE
                                    : at;
                        });
        return found == Long.MAX_VALUE ? -1 : found;
    }

    public void length(long bytes) throws IOException {
        Calls.with(path, (_, state) -> (int) LENGTH.invokeExact(state, descriptor, bytes));
    }

    /**
     * Makes this file share the blocks of another, as it is in this instant.
     *
     * @return whether the file system can
     */
    public boolean share(OpenFile other) throws IOException {
        return Calls.with(
                        path,
                        (_, state) -> {
                            var code =
                                    (int)
                                            CLONE.invokeExact(
                                                    state,
                                                    descriptor,
                                                    (long) FILE_CLONE,
                                                    other.descriptor);
                            return code == 0 ? 1 : 0;
                        })
                == 1;
    }

    /** By which a request to the kernel names it. */
    long number() {
        return descriptor;
    }

    /**
     * A request of the file system's own (ioctl).
     *
     * @param room what is asked, and what is answered; an answer that is longer is cut
     */
    void control(long request, MemorySegment room) throws IOException {
        Calls.with(
                path,
                (_, state) -> {
                    var code = (int) CONTROL.invokeExact(state, descriptor, request, room);
                    return code < 0 && Calls.error(state) == MORE_THAN_ROOM ? 0 : code;
                });
    }

    public void force() throws IOException {
        Calls.with(path, (_, state) -> (int) FORCE.invokeExact(state, descriptor));
    }

    /** Forces all that was written to the file system that this lies in. */
    public void forceAll() throws IOException {
        Calls.with(path, (_, state) -> (int) FORCE_ALL.invokeExact(state, descriptor));
    }

    /** Has the disk begin with what was written: forcing it later takes less time. */
    public void begin() throws IOException {
        Calls.with(
                path,
                (_, state) -> {
                    var code = (int) BEGIN.invokeExact(state, descriptor, 0L, 0L, BEGIN_WRITING);
                    return code < 0 ? 0 : code; // only sooner, not safer
                });
    }

    /**
     * Has the kernel forget what it holds of it in memory: what is read next is what is on disk.
     */
    public void forget() throws IOException {
        Calls.with(
                path,
                (_, state) ->
                        (int) ADVISE.invokeExact(state, descriptor, 0L, 0L, NO_LONGER_NEEDED));
    }

    @Override
    public void close() throws IOException {
        Calls.with(path, (_, state) -> (int) CLOSE.invokeExact(state, descriptor));
    }

    /** Room outside of the heap, for as long as an arena. */
    public static MemorySegment room(Arena arena, long bytes) {
        return arena.allocate(bytes, 4096);
    }
}
