package bascule.store;

import bascule.problem.Fault;
import bascule.store.Dumper.Table;
import bascule.text.Text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** What PostgreSQL's COPY wrote into a compressed file: a row a line, then a line of its own. */
final class CopyText {
    static final long BASIS = 0xcbf29ce484222325L;
    static final long PRIME = 0x100000001b3L;

    /** The line that ends a table: {@code \.}, hashed. */
    private static final long END = (((BASIS ^ '\\') * PRIME) ^ '.') * PRIME;

    private CopyText() {}

    /**
     * Reads it to its end.
     *
     * @throws Fault BSC-431 if it is cut, or does not end as COPY ends
     */
    static Table table(Path file) throws IOException {
        var rows = 0L;
        var sum = 0L;
        var line = BASIS; // FNV-1a, 64 bits
        var ended = false;
        try (var in = open(file)) {
            var buffer = new byte[1 << 16];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (var at = 0; at < read; at++) {
                    if (buffer[at] != '\n') {
                        line = (line ^ (buffer[at] & 0xff)) * PRIME;
                        continue;
                    }
                    if (line == END) {
                        ended = true;
                    } else if (!ended) {
                        rows++;
                        sum += mixed(line);
                    }
                    line = BASIS;
                }
            }
        } catch (java.io.EOFException | java.util.zip.ZipException cut) {
            throw new Fault("BSC-431", Text.of("store.differs", file), cut);
        }
        if (!ended) {
            throw new Fault("BSC-431", Text.of("store.differs", file));
        }
        return new Table(rows, Long.toHexString(sum));
    }

    /** What a row's hash adds to the sum of its table. */
    static long mixed(long hash) {
        return hash ^ (hash >>> 29);
    }

    /** Reads anything that is compressed to its end. */
    static void whole(Path file) throws IOException {
        try (var in = open(file)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.io.EOFException | java.util.zip.ZipException cut) {
            throw new Fault("BSC-431", Text.of("store.differs", file), cut);
        }
    }

    static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), 1 << 16);
    }
}
