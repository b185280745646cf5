package bascule.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Follows a file that a command writes, and tells its lines. */
final class Tail {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int KEPT = 64 * 1024;

    private final Path file;
    private final Redaction redaction;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final long begin;
    private long at;

    Tail(Path file, long begin, Redaction redaction, Consumer<String> lines) {
        this.file = file;
        this.begin = begin;
        this.at = begin;
        this.redaction = redaction;
        this.lines = lines;
    }

    /** Tells the lines that were ended since the last call. */
    void follow() throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(at);
            var bytes = new byte[8192];
            for (var read = open.read(bytes); read > 0; read = open.read(bytes)) {
                at += read;
                for (var i = 0; i < read; i++) {
                    take(bytes[i]);
                }
            }
        }
    }

    private void take(byte one) {
        if (one == '\n') {
            tell();
        } else if (line.size() < LONGEST_LINE) {
            line.write(one);
        }
    }

    private void tell() {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(
                redaction.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }

    /** Tells what is left, also a last line without an end, and gives the last of all of it. */
    String end() throws IOException {
        follow();
        if (line.size() > 0) {
            tell();
        }
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            // More than is kept is read, so that a secret is not cut before it is taken out.
            var from = Math.max(begin, open.length() - 2L * KEPT);
            open.seek(from);
            var bytes = new byte[(int) (open.length() - from)];
            open.readFully(bytes);
            var text = redaction.of(new String(bytes, StandardCharsets.UTF_8));
            return text.length() > KEPT ? text.substring(text.length() - KEPT) : text;
        }
    }
}
