package bascule.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Secrets taken out of what is kept or shown: {@code ***} stands where they stood. */
public final class Redaction {
    /** What is kept of the beginning and of the end of a longer log. */
    private static final int HEAD = 1 << 20;

    private static final int TAIL = 16 << 20;

    private final List<String> secrets;

    public Redaction(List<String> secrets) {
        // The longest first: one secret may hold another. Of a key in several lines each line is
        // one.
        this.secrets =
                secrets.stream()
                        .flatMap(secret -> Stream.concat(Stream.of(secret), lines(secret)))
                        .filter(secret -> !secret.isBlank())
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    private static Stream<String> lines(String secret) {
        return secret.contains("\n")
                ? secret.lines().filter(line -> line.length() >= 8)
                : Stream.empty();
    }

    public String of(String text) {
        for (var secret : secrets) {
            text = text.replace(secret, "***");
        }
        return text;
    }

    /**
     * Rewrites a log without secrets, and without the middle of what is longer than anybody reads.
     */
    public void rewrite(Path log) throws IOException {
        if (!Files.exists(log)) {
            return;
        }
        var size = Files.size(log);
        var kept = size > HEAD + TAIL ? shortened(log, size) : Files.readAllBytes(log);
        var text = new String(kept, StandardCharsets.ISO_8859_1);
        var clean = text;
        for (var secret : secrets) {
            var bytes =
                    new String(
                            secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            clean = clean.replace(bytes, "***");
        }
        if (size != kept.length || !clean.equals(text)) {
            var beside = Forced.beside(log);
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside,
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                            java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, clean.getBytes(StandardCharsets.ISO_8859_1));
            Files.move(beside, log, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static byte[] shortened(Path log, long size) throws IOException {
        var left = "\n[… %d bytes …]\n".formatted(size - HEAD - TAIL);
        var middle = left.getBytes(StandardCharsets.UTF_8);
        var kept = new byte[HEAD + middle.length + TAIL];
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.readFully(kept, 0, HEAD);
            System.arraycopy(middle, 0, kept, HEAD, middle.length);
            file.seek(size - TAIL);
            file.readFully(kept, HEAD + middle.length, TAIL);
        }
        return kept;
    }
}
