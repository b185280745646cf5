package bascule.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes under a journal, so that a simulation can tear and lose them. */
interface Storage extends Closeable {
    /** How a person finds it. */
    String name();

    InputStream read() throws IOException;

    /** Writes at the end; on disk only after {@link #force}. */
    void write(ByteBuffer bytes) throws IOException;

    void force() throws IOException;

    /** Leaves this many bytes; on disk only after {@link #force}. */
    void cut(long length) throws IOException;
}
