package bascule.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files written, renamed and made, on disk when the call returns. */
public final class Forced {
    private Forced() {}

    /** Writes a file whole: written beside, forced, renamed; readable by its owner only. */
    public static void write(Path file, String text) throws IOException {
        var beside = beside(file);
        Files.deleteIfExists(beside);
        Files.createFile(
                beside,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        rename(beside, file);
    }

    /** The name under which something is made before it gets its own. */
    public static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".bascule");
    }

    /** Renames over whatever is there, in one instant. */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Names.force(parent(to));
        if (!parent(from).equals(parent(to))) {
            Names.force(parent(from));
        }
    }

    /** Deletes a file or a link, if it is there. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            Names.force(parent(file));
        }
    }

    /** Makes a folder and what is missing above it. */
    public static void folders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        folders(parent(folder));
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            Names.force(parent(folder));
        }
    }

    /** One name for a path, links followed, however it was written and whether it exists or not. */
    public static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            var parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    /** Whether a name is there, also that of a link that leads nowhere. */
    public static boolean there(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path parent(Path path) {
        var parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
