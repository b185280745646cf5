package bascule.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A subvolume of btrfs: a folder of which the kernel takes a snapshot in an instant, however much
 * lies in it (btrfs-ioctl(2), whose layout is the same on every machine; from Linux 4.18 on).
 */
public final class Subvolume {
    private static final String KIND = "btrfs";
    private static final int FOLDER = 0040000;

    /** The number of each subvolume's own folder, and of nothing else that is a folder. */
    private static final long TOP = 256;

    private static final long SNAPSHOT = 0x50009417L;
    private static final long CREATE = 0x5000940eL;
    private static final long DESTROY = 0x5000940fL;
    private static final long INFO = 0x81f8943cL;
    private static final long INSIDE = 0xd000943dL;
    private static final long NAMED = 0xd000943eL;
    private static final long FILE_SYSTEM = 0x8400941fL;
    private static final long ONLY_READ = 2;
    private static final int ROOM = 4096;
    private static final int LONGEST = 255;

    private Subvolume() {}

    /**
     * What the file system knows of one.
     *
     * @param uuid no other ever has it
     * @param parent the uuid of what it is a snapshot of; zeros if it is none
     * @param changed the number of the transaction that last changed anything in it
     * @param readOnly whether nothing in it can be changed
     */
    public record Known(String uuid, String parent, long changed, boolean readOnly) {}

    /** Whether a snapshot could be taken of a folder, links not followed. */
    public static boolean is(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || !isBtrfs(path)) {
            return false;
        }
        var inode = Inode.of(path);
        return inode.number() == TOP && inode.kind() == FOLDER;
    }

    /** Whether it lies on btrfs. */
    public static boolean isBtrfs(Path path) throws IOException {
        return Files.getFileStore(path).type().equals(KIND);
    }

    /** Whether this account may take one away that is not empty. */
    public static boolean mayBeDeleted() {
        return Account.root();
    }

    /** The name of the whole file system, which all of its subvolumes share. */
    public static String fileSystem(Path path) throws IOException {
        try (var arena = Arena.ofConfined()) {
            return hex(asked(path, FILE_SYSTEM, arena.allocate(ROOM, 8)), 16);
        }
    }

    public static Known known(Path subvolume) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var told = asked(subvolume, INFO, arena.allocate(ROOM, 8));
            return new Known(
                    hex(told, 296),
                    hex(told, 312),
                    told.get(Calls.LONG, 344),
                    (told.get(Calls.LONG, 288) & 1) != 0);
        }
    }

    /**
     * The subvolumes that lie in one, though not those that lie in these: a snapshot has empty
     * folders in their places.
     */
    public static List<Path> inside(Path subvolume) throws IOException {
        try (var arena = Arena.ofConfined();
                var folder = OpenFile.read(subvolume)) {
            var found = arena.allocate(ROOM, 8);
            folder.control(INSIDE, found);
            var paths = new ArrayList<Path>();
            var count = Byte.toUnsignedInt(found.get(ValueLayout.JAVA_BYTE, 4088));
            for (var index = 0; index < count; index++) {
                var named = arena.allocate(ROOM, 8);
                named.set(Calls.LONG, 0, found.get(Calls.LONG, 8 + 16L * index + 8));
                named.set(Calls.LONG, 8, found.get(Calls.LONG, 8 + 16L * index));
                folder.control(NAMED, named);
                paths.add(subvolume.resolve(named.getString(272) + named.getString(16)));
            }
            return paths;
        }
    }

    /** Makes an empty one, open to its owner only. */
    public static void make(Path subvolume) throws IOException {
        try (var arena = Arena.ofConfined();
                var folder = OpenFile.read(above(subvolume))) {
            var wanted = arena.allocate(ROOM, 8);
            wanted.setString(8, name(subvolume));
            folder.control(CREATE, wanted);
        }
        Files.setPosixFilePermissions(subvolume, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Takes a snapshot, which is on disk when this returns: the kernel first writes what it holds
     * of the subvolume in memory, and then ends its transaction.
     *
     * @param to a name that nothing has, on the same file system
     */
    public static void snapshot(Path subvolume, Path to, boolean readOnly) throws IOException {
        try (var arena = Arena.ofConfined();
                var from = OpenFile.read(subvolume);
                var folder = OpenFile.read(above(to))) {
            var wanted = arena.allocate(ROOM, 8);
            wanted.set(Calls.LONG, 0, from.number());
            wanted.set(Calls.LONG, 16, readOnly ? ONLY_READ : 0);
            wanted.setString(56, name(to));
            folder.control(SNAPSHOT, wanted);
        }
        Names.force(above(to));
    }

    /**
     * Takes a subvolume away at once, with all that lies in it; other subvolumes there refuse it.
     */
    public static void delete(Path subvolume) throws IOException {
        try (var arena = Arena.ofConfined();
                var folder = OpenFile.read(above(subvolume))) {
            var wanted = arena.allocate(ROOM, 8);
            wanted.setString(8, name(subvolume));
            folder.control(DESTROY, wanted);
        }
    }

    private static MemorySegment asked(Path path, long request, MemorySegment room)
            throws IOException {
        try (var file = OpenFile.read(path)) {
            file.control(request, room);
            return room;
        }
    }

    private static String hex(MemorySegment told, long at) {
        return HexFormat.of().formatHex(told.asSlice(at, 16).toArray(ValueLayout.JAVA_BYTE));
    }

    private static Path above(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent());
    }

    private static String name(Path path) throws IOException {
        var name = String.valueOf(path.getFileName());
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new FileSystemException(path.toString(), null, "File name too long");
        }
        return name;
    }
}
