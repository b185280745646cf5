package bascule.store;

import bascule.host.Inode;
import bascule.host.OpenFile;
import bascule.problem.Fault;
import bascule.store.Backup.Summary;
import bascule.text.Text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A snapshot read to its end, from the disk: the file system holds each block that it reads against
 * the checksum of when it was written, and reads no block that differs.
 */
record SnapshotReading(Path snapshot) {

    /** What of a file must be the same in what is made of a snapshot. */
    private record Seen(char kind, int mode, int user, int group, Map<String, String> attributes) {}

    /** With its bytes' sum, and what of a link or a device it says. */
    private record Whole(Seen seen, long size, long modified, long device, String holds) {}

    /** How much it holds; nothing is read. */
    Summary look() throws IOException {
        var files = files();
        var bytes = 0L;
        for (var file : files) {
            bytes += Files.size(file);
        }
        return new Summary(files.size(), 0, bytes);
    }

    /**
     * @throws IOException if a block is not as it was written
     */
    Summary all() throws IOException {
        var sizes = Parallel.of(Parallel.WORKING, files(), Reader::new);
        return new Summary(sizes.size(), 0, sizes.stream().mapToLong(one -> one.length()).sum());
    }

    private List<Path> files() throws IOException {
        return everything().stream().filter(SnapshotReading::isFile).toList();
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    private List<Path> everything() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                snapshot,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        found.add(folder);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        found.add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }

    /**
     * Holds every file, with all that it wears, against another tree.
     *
     * @throws Fault BSC-433 naming the first that is otherwise there
     */
    void compare(Path other) throws IOException {
        var here = described();
        var there = new SnapshotReading(other).described();
        var differs =
                here.keySet().stream()
                        .filter(path -> !there.containsKey(path) || !same(here, there, path))
                        .findFirst()
                        .or(
                                () ->
                                        there.keySet().stream()
                                                .filter(path -> !here.containsKey(path))
                                                .findFirst());
        if (differs.isPresent()) {
            throw new Fault("BSC-433", Text.of("store.differs", other.resolve(differs.get())));
        }
    }

    private static boolean same(Map<String, Whole> here, Map<String, Whole> there, String path) {
        return Optional.ofNullable(here.get(path)).equals(Optional.ofNullable(there.get(path)));
    }

    private Map<String, Whole> described() throws IOException {
        var all = everything();
        var wholes = Parallel.of(Parallel.WORKING, all, Describing::new);
        var named = new TreeMap<String, Whole>();
        for (var index = 0; index < all.size(); index++) {
            named.put(snapshot.relativize(all.get(index)).toString(), wholes.get(index));
        }
        return named;
    }

    /** What one thread does. */
    private static final class Describing implements Parallel.Worker<Path, Whole> {
        private final Reader reader = new Reader();

        @Override
        public Whole on(Path path) throws IOException {
            var look = Look.of(Inode.of(path));
            var seen =
                    new Seen(look.kind(), look.mode(), look.user(), look.group(), Dress.of(path));
            var holds =
                    switch (look.kind()) {
                        case 'f' -> Long.toHexString(reader.on(path).sum());
                        case 'l' -> Files.readSymbolicLink(path).toString();
                        default -> "";
                    };
            return new Whole(seen, look.size(), look.modified(), look.device(), holds);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    /** What was read of a file. */
    private record Read(long length, long sum) {}

    /** Reads what is on disk, not what the kernel holds of it in memory. */
    private static final class Reader implements Parallel.Worker<Path, Read> {
        private static final int ROOM = 1 << 18;

        private final Arena arena = Arena.ofConfined();
        private final MemorySegment room = OpenFile.room(arena, ROOM);
        private final byte[] bytes = new byte[ROOM];

        @Override
        public Read on(Path file) throws IOException {
            try (var from = OpenFile.read(file)) {
                from.forget();
                var sum = new CRC32C();
                var at = 0L;
                for (var length = from.read(room, ROOM, at); length > 0; ) {
                    MemorySegment.copy(room, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) length);
                    sum.update(bytes, 0, (int) length);
                    at += length;
                    length = from.read(room, ROOM, at);
                }
                return new Read(at, sum.getValue());
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
