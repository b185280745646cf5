package bascule.store;

import bascule.text.Text;

import java.io.IOException;

/** Where a backup may be restored without touching anything. */
sealed interface Scratch extends AutoCloseable {
    @Override
    void close() throws IOException;

    /** A server or a database of its own; closing takes it away again. */
    non-sealed interface There extends Scratch {
        /** Loads into it and counts in it. */
        Dumper dumper();
    }

    /** Nothing of the kind can be had on this machine. */
    record None(Text because) implements Scratch {
        @Override
        public void close() {}
    }
}
