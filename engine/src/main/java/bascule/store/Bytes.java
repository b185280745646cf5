package bascule.store;

import bascule.host.Names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Files copied, hashed and counted. */
public final class Bytes {
    private Bytes() {}

    /**
     * A file or link copied with owner, mode, times and attributes, forced to disk; the old copy
     * stays until the new one is whole. The JDK shares the blocks where the file system can.
     */
    public static void copy(Path source, Path copy) throws IOException {
        var beside = copy.resolveSibling("." + copy.getFileName() + ".bascule-copy");
        Files.copy(
                source,
                beside,
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING,
                LinkOption.NOFOLLOW_LINKS);
        if (!Files.isSymbolicLink(beside)) {
            Names.force(beside);
        }
        Files.move(beside, copy, StandardCopyOption.ATOMIC_MOVE);
    }

    /** SHA-256 of a file's bytes, in hex. */
    public static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 17];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** SHA-256 of a text in UTF-8, in hex. */
    static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Bytes of all files below a path, counted until {@code until} of {@link System#nanoTime}. */
    static long below(Path path, long until) {
        var total = new long[1];
        try {
            Files.walkFileTree(
                    path,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                            total[0] += found.size();
                            return System.nanoTime() > until
                                    ? FileVisitResult.TERMINATE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failed) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException ignored) {
            // An estimate: what cannot be read counts as nothing here, and blocks in the checks.
        }
        return total[0];
    }
}
