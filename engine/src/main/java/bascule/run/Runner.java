package bascule.run;

import bascule.event.Watcher;
import bascule.journal.Course;
import bascule.journal.Course.Direction;
import bascule.journal.Entry;
import bascule.journal.Journal;
import bascule.plan.Plan;
import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.time.Clock;

/**
 * Walks a plan to its end or back to its start. Kill it anywhere and call it again: it goes on.
 *
 * <p>Running, resuming and going on with a way back are one method: which way, and from where, is
 * read from the journal at every turn.
 */
public final class Runner {
    /** How often a run that nobody looks on is set going without coming a step further. */
    public static final int MOST_ATTEMPTS = 5;

    /** The machine is being shut down. */
    static final String DOWN = "BSC-323";

    private final Doer doer;
    private final Journal journal;
    private final Herald herald;
    private final Wishes wishes;

    /**
     * @param clock the one that the journal has too
     */
    public Runner(Doer doer, Journal journal, Clock clock, Watcher watcher) {
        this.doer = doer;
        this.journal = journal;
        this.herald = new Herald(watcher, clock);
        this.wishes = new Wishes(doer);
    }

    /**
     * Asks for something, from any thread. Before {@link #run} it must be possible, or run refuses;
     * later it is granted at the next step, or told that it cannot be.
     */
    public void wish(Wish wish) {
        wishes.add(wish);
    }

    /**
     * Goes on with the plan from wherever its journal stands.
     *
     * @throws Refusal if a wish cannot be granted (nothing was done), or if the journal cannot be
     *     written (nothing more was done)
     */
    public Outcome run(Plan plan, Start start) {
        var where = new Whereabouts(plan, journal.course());
        var telling = new Telling(where, start.backups());
        var first = wishes.next().filter(wish -> !isBeingGranted(wish));
        if (first.isPresent()) {
            new Judge(where).against(first.get()).ifPresent(Runner::refuse);
        } else if (isOver()) {
            return told(telling, course().ended().map(Entry.Ended::outcome).orElse(""));
        } else if (!mayTry(start)) {
            return sounded(plan, end(telling, "stuck"));
        } else if (course().direction() == Direction.WAITING) {
            return waits(telling);
        }
        try {
            if (first.isPresent()) {
                wishes.taken();
                journal.append(first.get().entry());
            }
            journal.append(new Entry.Attempt(start.who(), start.attended()));
            announce(plan, start);
            var walk = new Walk(plan, start, new Walk.Hands(doer, journal, herald, wishes));
            return sounded(
                    plan,
                    walk.go(word -> word.equals("paused") ? waits(telling) : end(telling, word)));
        } catch (Fault unwritable) {
            throw new Refusal(
                    new Problem(
                            unwritable.code(),
                            Text.of(plan.purpose().key("run.what"), plan.instance(), plan.to()),
                            unwritable.why(),
                            Text.of("run.now.left", Telling.now(where)),
                            Text.of(
                                    unwritable.code().equals(DOWN)
                                            ? "run.next.down"
                                            : "run.next.left",
                                    plan.instance())));
        }
    }

    private Outcome sounded(Plan plan, Outcome outcome) {
        new Alarm(doer, herald).sound(plan, outcome);
        return outcome;
    }

    private Course course() {
        return journal.course();
    }

    private static void refuse(Problem problem) {
        throw new Refusal(problem);
    }

    private boolean isOver() {
        return course().ended().filter(end -> !end.outcome().equals("stuck")).isPresent();
    }

    /** Whoever wants back a run that is on its way back wants it to go on. */
    private boolean isBeingGranted(Wish wish) {
        var granted =
                wish instanceof Wish.Back && !isOver() && course().direction() == Direction.BACK;
        if (granted) {
            wishes.taken();
        }
        return granted;
    }

    private boolean mayTry(Start start) {
        return start.attended() || course().barren() < MOST_ATTEMPTS;
    }

    private void announce(Plan plan, Start start) {
        var run =
                journal.lines().stream()
                        .map(line -> line.entry() instanceof Entry.Opened(var id, _, _) ? id : "")
                        .findFirst()
                        .orElse("");
        if (course().attempts() == 1) {
            herald.runBegan(run, plan, (int) plan.steps().count());
        } else {
            herald.resumed(run, start.who());
        }
    }

    /** An end stands in the journal once. */
    private Outcome end(Telling telling, String word) {
        if (!(course().last().orElse(null) instanceof Entry.Ended)) {
            journal.append(new Entry.Ended(word, telling.where().serving().word()));
        }
        return told(telling, word);
    }

    private Outcome told(Telling telling, String word) {
        var outcome = telling.outcome(word);
        herald.ended(word, outcome.serving().word(), outcome.problem());
        return outcome;
    }

    private Outcome waits(Telling telling) {
        var paused = course().waiting().filter(failed -> failed.then().equals("pause")).isPresent();
        return paused ? told(telling, "paused") : end(telling, "stuck");
    }
}
