package bascule.acceptance.stores;

import java.io.IOException;
import java.nio.file.Path;

/** A database server of our own whose copies are measured; closing it ends it. */
interface Measured extends AutoCloseable {
    int TABLES = 4;

    String name();

    /** Where its data are. */
    Path data();

    /** How a process of its own reaches it. */
    Stored stored(Path folder);

    /** Adds rows until each of the {@link #TABLES} has so many. */
    void fill(int rows) throws Exception;

    /** Writes new values into so many rows of each table, here and there. */
    void change(int rows, int seed) throws Exception;

    /** A shell's line that dumps it through gzip into a file, as its manual says. */
    String dump(Path file);

    /** A shell's line that puts such a dump back in place of what is there. */
    String load(Path file);

    void stop() throws Exception;

    /** Returns when it answers. */
    void start() throws Exception;

    @Override
    void close() throws IOException;
}
