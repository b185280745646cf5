package bascule.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the control file of a PostgreSQL data folder begins with, in every series since 9: its
 * checksum is not looked at.
 *
 * @param system which server the data belong to; each has its own number
 * @param ended whether it was ended in order, also while it followed another
 */
record PostgresControl(String system, boolean ended) {
    /** After the number of the server and of two formats. */
    private static final int STATE = 16;

    private static final int ENDED = 1;
    private static final int ENDED_FOLLOWING = 2;

    static PostgresControl of(Path data) throws IOException {
        try (var control = Files.newInputStream(data.resolve("global/pg_control"))) {
            var bytes = ByteBuffer.wrap(control.readNBytes(STATE + Integer.BYTES));
            bytes.order(ByteOrder.nativeOrder());
            if (bytes.remaining() < STATE + Integer.BYTES) {
                throw new IOException("pg_control is cut off");
            }
            var state = bytes.getInt(STATE);
            return new PostgresControl(
                    Long.toUnsignedString(bytes.getLong(0)),
                    state == ENDED || state == ENDED_FOLLOWING);
        }
    }
}
