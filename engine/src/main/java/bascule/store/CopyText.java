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
    /** The line that ends a table. */
    private static final int END = ('\\' << 8) | '.';

    private final RowSum sum = new RowSum(Table.EMPTY);
    private boolean ended;

    /** Of the line at hand: its length, and the first two bytes of it. */
    private long length;

    private int begins;

    private CopyText() {}

    /**
     * Reads it to its end.
     *
     * @throws Fault BSC-431 if it is cut, or does not end as COPY ends
     */
    static Table table(Path file) throws IOException {
        var text = new CopyText();
        try (var in = open(file)) {
            var buffer = new byte[1 << 16];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                text.lines(buffer, read);
            }
        } catch (java.io.EOFException | java.util.zip.ZipException cut) {
            throw new Fault("BSC-431", Text.of("store.differs", file), cut);
        }
        if (!text.ended) {
            throw new Fault("BSC-431", Text.of("store.differs", file));
        }
        return text.sum.table();
    }

    private void lines(byte[] buffer, int read) {
        var from = 0;
        for (var at = 0; at < read; at++) {
            if (buffer[at] == '\n') {
                piece(buffer, from, at);
                end();
                from = at + 1;
            }
        }
        piece(buffer, from, read);
    }

    private void piece(byte[] buffer, int from, int to) {
        for (var at = from; at < to && length + at - from < 2; at++) {
            begins = (begins << 8) | (buffer[at] & 0xff);
        }
        length += to - from;
        sum.add(buffer, from, to);
    }

    private void end() {
        ended |= length == 2 && begins == END;
        if (ended) {
            sum.leave();
        } else {
            sum.end();
        }
        length = 0;
        begins = 0;
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
