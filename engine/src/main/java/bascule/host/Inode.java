package bascule.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What the kernel knows of a name in a file system, links not followed (statx(2), whose layout is
 * the same on every machine).
 *
 * @param mode its kind and its rights
 * @param size in bytes
 * @param allocated bytes that it takes up; fewer than its size if it has holes
 * @param number of its inode, in its file system {@code device}
 * @param links how many names it has
 * @param modified nanoseconds since 1970
 * @param changed the inode's own time, which no program can set back
 * @param special major and minor number of a device, in the form of mknod(2)
 * @param immutable whether it may be neither written nor replaced (chattr +i, +a)
 * @param mounted whether something is mounted here, if {@code tellsMounts}
 * @param tellsMounts whether the kernel says so: from Linux 5.8 on
 */
public record Inode(
        int mode,
        long size,
        long allocated,
        long number,
        long device,
        long links,
        long modified,
        long changed,
        int user,
        int group,
        long special,
        boolean immutable,
        boolean mounted,
        boolean tellsMounts) {
    static final int HERE = -100; // AT_FDCWD
    static final int NO_FOLLOW = 0x100;
    static final int EMPTY_PATH = 0x1000;
    private static final int BASIC = 0x7ff;
    private static final int ROOM = 256;
    private static final long SEALED = 0x10 | 0x20;
    private static final long MOUNT = 0x2000;
    private static final MethodHandle STATX =
            Calls.of("statx", Calls.INT, Calls.INT, Calls.TEXT, Calls.INT, Calls.INT, Calls.TEXT);

    /**
     * @throws java.nio.file.NoSuchFileException if nothing has that name
     */
    public static Inode of(Path path) throws IOException {
        return of(HERE, path.toString(), NO_FOLLOW, path);
    }

    static Inode of(int descriptor, String name, int flags, Path path) throws IOException {
        try (var room = Arena.ofConfined()) {
            var found = room.allocate(ROOM, 8);
            Calls.with(
                    path,
                    (arena, state) ->
                            (int)
                                    STATX.invokeExact(
                                            state,
                                            descriptor,
                                            arena.allocateFrom(name),
                                            flags,
                                            BASIC,
                                            found));
            return read(found);
        }
    }

    private static Inode read(MemorySegment found) {
        var marks = number(found, 8) & number(found, 56);
        return new Inode(
                Short.toUnsignedInt(found.get(ValueLayout.JAVA_SHORT, 28)),
                number(found, 40),
                number(found, 48) * 512,
                number(found, 32),
                device(word(found, 136), word(found, 140)),
                Integer.toUnsignedLong(word(found, 16)),
                time(found, 112),
                time(found, 96),
                word(found, 20),
                word(found, 24),
                device(word(found, 128), word(found, 132)),
                (marks & SEALED) != 0,
                (marks & MOUNT) != 0,
                (number(found, 56) & MOUNT) != 0);
    }

    private static long number(MemorySegment found, long at) {
        return found.get(Calls.LONG, at);
    }

    private static int word(MemorySegment found, long at) {
        return found.get(Calls.INT, at);
    }

    private static long time(MemorySegment found, long at) {
        return Math.addExact(
                Math.multiplyExact(number(found, at), 1_000_000_000L), word(found, at + 8));
    }

    private static long device(int major, int minor) {
        var large = (long) major;
        return ((large & 0xfff) << 8)
                | ((large & ~0xfffL) << 32)
                | (minor & 0xff)
                | ((minor & ~0xffL) << 12);
    }

    /** The kind as the kernel writes it, without the rights: {@code S_IFMT}. */
    public int kind() {
        return mode & 0170000;
    }
}
