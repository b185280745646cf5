package bascule.journal;

import org.jspecify.annotations.NullMarked;

/**
 * Burns with every effect and every write to the journal, and ends the process where it is short.
 */
@NullMarked
public final class Fuse {
    private int burnt;
    private int length = Integer.MAX_VALUE;

    /** The end of the process, as SIGKILL brings it: nothing of ours runs after it. */
    public static final class Crash extends Error {
        Crash(int at) {
            super("crash " + at, null, false, false);
        }
    }

    /** From now on it crashes at the tick with this number, counted from the beginning of all. */
    public void crashAt(int tick) {
        length = tick;
    }

    public void tick() {
        if (burnt++ == length) {
            length = Integer.MAX_VALUE;
            throw new Crash(burnt - 1);
        }
    }

    public int burnt() {
        return burnt;
    }
}
