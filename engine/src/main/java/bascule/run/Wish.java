package bascule.run;

import bascule.journal.Entry;

/** What somebody wants of a run; it is taken at the next step, and stands in the journal. */
public sealed interface Wish {
    String who();

    /** What the journal remembers of it. */
    Entry entry();

    /** Before the outage only: what was staged is taken away, and nobody was interrupted. */
    record Stop(String who) implements Wish {
        @Override
        public Entry entry() {
            return new Entry.Stop(who);
        }
    }

    /**
     * @param loseWrites whether they know that what was written since the new release serves is
     *     lost
     */
    record Back(String who, boolean loseWrites) implements Wish {
        @Override
        public Entry entry() {
            return new Entry.Back(who, loseWrites);
        }
    }

    /** The step that failed is done again, by their decision even if it may not be repeated. */
    record Retry(String who) implements Wish {
        @Override
        public Entry entry() {
            return new Entry.Retry(who);
        }
    }

    /** They have done by hand what the step wants, or can do without it. */
    record Skip(String step, String who, String why) implements Wish {
        @Override
        public Entry entry() {
            return new Entry.Skip(step, who, why);
        }
    }
}
