package bascule.state;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Files that are there whole or not at all, whatever happens while they are written. */
final class Disk {
    private Disk() {}

    /** Written beside, forced, renamed; then the folder is forced, so that the name stays. */
    static void write(Path file, String text) {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var channel =
                    FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            force(parent(file));
        } catch (IOException cannot) {
            throw refused(file, cannot);
        }
    }

    /** Folders that only their account may enter; those that are there stay as they are. */
    static void folder(Path folder) {
        try {
            var mode = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
        } catch (IOException cannot) {
            throw refused(folder, cannot);
        }
    }

    static void rename(Path from, Path to) {
        try {
            force(from);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            force(parent(to));
        } catch (IOException cannot) {
            throw refused(to, cannot);
        }
    }

    static void delete(Path tree) {
        try (var all = Files.walk(tree)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException cannot) {
            throw refused(tree, cannot);
        }
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    static Path parent(Path path) {
        var parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }

    static Refusal refused(Path path, IOException cause) {
        return new Refusal(
                new Problem(
                        "BSC-315",
                        Text.of("state.folder.what", path),
                        Text.verbatim(String.valueOf(cause)),
                        Text.of("state.nothing"),
                        Text.of("state.folder.next", parent(path))));
    }
}
