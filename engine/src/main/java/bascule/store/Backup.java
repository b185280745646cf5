package bascule.store;

import bascule.text.Text;

import java.time.Duration;
import java.util.Optional;

/**
 * The copied data of one store: made in two passes, held against itself, shown to restore, put
 * back. Nothing of an earlier pass is given up before what takes its place is whole.
 */
public interface Backup {
    /**
     * What a pass did.
     *
     * @param files how many there are in the backup
     * @param copied how many of them this pass wrote
     * @param bytes how many bytes it wrote
     */
    record Summary(long files, long copied, long bytes) {}

    /**
     * While the application serves: the bulk, or what shows that the last pass will succeed.
     *
     * @throws bascule.problem.Fault BSC-430 if it cannot be read or written, BSC-431 if what was
     *     written is not whole
     */
    Summary firstPass();

    /**
     * The last that is done while visitors are served: whether the last pass will find what it
     * builds on. What has ended meanwhile is set going again, or made anew.
     *
     * @throws bascule.problem.Fault BSC-430 if it cannot be
     */
    default void makeReady() {}

    /**
     * With all that writes to it stopped: from here on this is what is restored.
     *
     * @throws bascule.problem.Fault BSC-430 if it cannot be read or written, BSC-431 if what was
     *     written is not whole
     */
    Summary lastPass();

    /**
     * All of it while the application serves, in one go: from here on this is what is restored.
     *
     * @throws bascule.problem.Fault BSC-430 if it cannot be read or written, BSC-431 if what was
     *     written is not whole
     */
    default Summary servingPass() {
        return lastPass();
    }

    /** Why it is not made as it was planned to be; empty if it is. */
    default Optional<Text> otherwise() {
        return Optional.empty();
    }

    /**
     * Reads all of it again and holds it against the checksums of when it was written.
     *
     * @throws bascule.problem.Fault BSC-431 naming the first file that is not as it was written
     */
    Summary verify();

    /**
     * Restores the last pass that was made into something that nobody uses, and compares.
     *
     * @throws bascule.problem.Fault BSC-433 if what came out is not what went in, or it did not
     *     come out
     */
    Proof prove(Depth depth);

    /**
     * Puts it back as the last pass found it; what was made since is gone. It may be repeated.
     *
     * @throws bascule.problem.Fault BSC-431 if it is not whole: nothing was replaced; BSC-432 if it
     *     cannot be written
     */
    void restore();

    /**
     * Ends whatever still works for it, and takes away what nobody can restore from or has restored
     * from already. What a last pass made stays. It may be repeated.
     */
    default void end() {}

    /** Whether a last pass came to its end: there is something to restore. */
    boolean exists();

    /** How far a proof goes. */
    enum Depth {
        /** Tables and the number of their rows; of files, that each can be read as it was. */
        LIGHT,
        /** Every row, too. */
        FULL
    }

    /** Whether a backup was shown to restore. */
    sealed interface Proof {
        /**
         * @param tables how many tables, or files, were compared
         * @param rows how many rows they have
         * @param took how long the restore took, without what had to be set up for it
         */
        record Proved(long tables, long rows, Duration took) implements Proof {}

        /** There is nothing here that it could be restored into. */
        record NotHere(Text because) implements Proof {}
    }
}
