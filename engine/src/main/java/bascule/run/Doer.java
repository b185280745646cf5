package bascule.run;

import bascule.plan.Step;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Does the steps of a plan in the world. The runner decides which, when and whether again.
 *
 * <p>{@link #find} and {@link #look} change nothing and may always be called.
 */
public interface Doer {

    /**
     * What the world says about a step, whatever the journal says. {@code NOT_BEGUN} is a
     * certainty: the runner then acts even where the step may not be repeated.
     */
    enum Seen {
        NOT_BEGUN,
        HALF,
        DONE,
        CANNOT_TELL
    }

    /** What is there before the step acts, so that it can be put back as found. */
    Map<String, String> find(Step step, Memory memory);

    /**
     * Whether the step has done its work. A step with expectations is done only if they hold; an
     * action that can be looked at is looked at too.
     */
    Seen look(Step step, Memory memory);

    /**
     * Makes sure that nothing which an earlier attempt of this step started is still at work: waits
     * for it, within the step's limit, or ends it. Called before anything is looked at.
     */
    void quieten(Step step, Memory memory);

    /**
     * Acts, then waits until the step's expectations hold.
     *
     * @return what was made or answered, for later steps; never a secret
     * @throws bascule.problem.Fault if it cannot, or the step's limit ends
     */
    Map<String, String> apply(Step step, Memory memory, Consumer<Progress> progress);

    /**
     * Called from another thread while {@link #apply} is under way: the command that it runs, if
     * any, should be ended, and apply then fails. Only steps before the outage are cut short.
     */
    default void cutShort(Step step) {}

    /** Whether the machine is being shut down: whatever fails now fails because of that. */
    default boolean goingDown() {
        return false;
    }

    /**
     * @param of 0 where nobody knows
     */
    record Progress(long done, long of, java.util.Optional<String> line) {}
}
