package bascule.journal;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** Journals over a disk in memory, by the same code as those in files. */
@NullMarked
public final class SimJournal {
    private SimJournal() {}

    /** What a process that holds the lock opens. */
    public static JournalFile open(SimStorage storage, Clock clock) {
        try {
            return JournalFile.open(storage, clock);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
