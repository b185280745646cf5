package bascule.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * One event of a MariaDB binary log, as it stands in the file: a header of 19 bytes, a body, and
 * four bytes of checksum.
 */
final class BinaryLogEvent {
    static final int HEADER = 19;
    static final int SUM = 4;

    static final int QUERY = 2;
    static final int STOP = 3;
    static final int ROTATE = 4;
    static final int FORMAT = 15;
    static final int XID = 16;
    static final int TABLE_MAP = 19;
    static final int ANNOTATE = 160;
    static final int CHECKPOINT = 161;
    static final int GTID = 162;
    static final int GTID_LIST = 163;

    private static final int IN_USE = 0x1;
    private static final int ARTIFICIAL = 0x20;
    private static final int STATEMENT_END = 0x1;
    private static final int STANDALONE = 0x1;
    private static final int PREPARED = 0xc0;

    private final byte[] bytes;

    /**
     * @param bytes of all of it; they are not copied
     */
    BinaryLogEvent(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    void write(OutputStream out) throws IOException {
        out.write(bytes);
    }

    int type() {
        return bytes[4] & 0xff;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** When it was written, in seconds; of the first of a file: when that was begun. */
    long time() {
        return Integer.toUnsignedLong(buffer().getInt(0));
    }

    /** Where in its file the next one begins; 0 is what the server made up for who asks. */
    long end() {
        return Integer.toUnsignedLong(buffer().getInt(13));
    }

    /** Whether it stands in no file. */
    boolean isMadeUp() {
        return end() == 0 || (buffer().getShort(17) & ARTIFICIAL) != 0;
    }

    /** Rows of a table, written, changed or taken out, compressed or not. */
    boolean hasRows() {
        return (type() >= 23 && type() <= 25)
                || (type() >= 30 && type() <= 32)
                || (type() >= 166 && type() <= 171);
    }

    /** A checksum is what it should be; that a file is open is not in it. */
    boolean isWhole() {
        var sum = new CRC32();
        var summed = Arrays.copyOf(bytes, bytes.length - SUM);
        if (type() == FORMAT) {
            summed[17] &= ~IN_USE;
        }
        sum.update(summed);
        return (int) sum.getValue() == buffer().getInt(bytes.length - SUM);
    }

    /** Whether those of its file have checksums: only the first of a file knows. */
    boolean hasSums() {
        return bytes[bytes.length - SUM - 1] == 1;
    }

    /** The number by which rows say to which table they belong; of rows and of a table's name. */
    long table() {
        return buffer().getLong(HEADER) & 0xffff_ffff_ffffL;
    }

    /** Whether rows are the last of their statement. */
    boolean endsStatement() {
        return (bytes[HEADER + 6] & STATEMENT_END) != 0;
    }

    /** The same rows as the last of their statement. */
    BinaryLogEvent ending() {
        var changed = bytes.clone();
        changed[HEADER + 6] |= STATEMENT_END;
        var sum = new CRC32();
        sum.update(changed, 0, changed.length - SUM);
        ByteBuffer.wrap(changed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(changed.length - SUM, (int) sum.getValue());
        return new BinaryLogEvent(changed);
    }

    /** Whose rows follow. */
    record Named(String database, String table) {}

    Named named() {
        var database = text(HEADER + 9, bytes[HEADER + 8] & 0xff, StandardCharsets.UTF_8);
        var at = HEADER + 9 + (bytes[HEADER + 8] & 0xff) + 1;
        return new Named(database, text(at + 1, bytes[at] & 0xff, StandardCharsets.UTF_8));
    }

    /** Whether a group is one statement alone. */
    boolean standsAlone() {
        return (bytes[HEADER + 12] & STANDALONE) != 0;
    }

    /** Whether a group was prepared first and decided on later. */
    boolean isPrepared() {
        return (bytes[HEADER + 12] & PREPARED) != 0;
    }

    /** The database a statement was said in. */
    String database() {
        return text(query() - 1 - (bytes[HEADER + 8] & 0xff), bytes[HEADER + 8] & 0xff);
    }

    /** Whether a statement failed, and did a part of what it says. */
    boolean failed() {
        return buffer().getShort(HEADER + 9) != 0;
    }

    /** Byte for letter: whoever said it had a character set that we do not look for. */
    String statement() {
        return text(query(), bytes.length - SUM - query());
    }

    private int query() {
        var status = Short.toUnsignedInt(buffer().getShort(HEADER + 11));
        return HEADER + 13 + status + (bytes[HEADER + 8] & 0xff) + 1;
    }

    /** The file that goes on where this one ends. */
    String next() {
        return text(HEADER + 8, bytes.length - SUM - HEADER - 8);
    }

    private String text(int from, int length) {
        return text(from, length, StandardCharsets.ISO_8859_1);
    }

    private String text(int from, int length, Charset charset) {
        return new String(bytes, from, length, charset);
    }
}
