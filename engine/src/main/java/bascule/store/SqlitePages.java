package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What the first hundred bytes of a SQLite database say of it (its file format, section 1.3).
 *
 * @param logged whether it has a write-ahead log
 * @param promised how long the file must be, in bytes; 0 where it does not say
 * @param found how long it is
 */
record SqlitePages(boolean known, boolean logged, long promised, long found) {
    private static final int HEADER = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    static SqlitePages of(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var header = ByteBuffer.allocate(HEADER);
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // A short file leaves zeros.
            }
            var known = Arrays.equals(Arrays.copyOf(header.array(), MAGIC.length), MAGIC);
            var size = header.getShort(16) & 0xffffL;
            // Only who wrote the count also wrote it beside the number of the change.
            var counted = header.getInt(24) == header.getInt(92);
            var pages = counted ? header.getInt(28) & 0xffffffffL : 0;
            return new SqlitePages(
                    known,
                    header.get(18) == 2,
                    (size == 1 ? 65_536 : size) * pages,
                    channel.size());
        }
    }

    /**
     * @throws Fault BSC-431 if pages are missing
     */
    void whole(Path file) {
        if (!known || (promised != 0 && promised != found)) {
            throw new Fault("BSC-431", Text.of("store.sqlite.short", file, found, promised));
        }
    }
}
