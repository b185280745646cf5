package bascule.work;

import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/**
 * How one action is done. Where doing it again comes to the same as doing it once, {@link #look}
 * says not begun as long as it is not done, however far it came.
 */
interface Deed {

    /** What is there before, so that it can be put back. */
    default Map<String, String> find() {
        return Map.of();
    }

    /**
     * Whether the action itself can be looked at. Where it cannot, it counts as done when what is
     * expected of it holds.
     */
    default boolean visible() {
        return true;
    }

    /** Of the action alone; what is expected of it afterwards is asked elsewhere. */
    Seen look();

    /**
     * @return what was made, never a secret
     */
    Map<String, String> apply(Consumer<Progress> progress);

    /** Puts back what {@link #find} found; may be repeated. */
    default void putBack(Map<String, String> found) {}
}
