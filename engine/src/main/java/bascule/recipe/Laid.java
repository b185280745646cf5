package bascule.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers laid on each other, as text, and what each of them did to the ones below.
 *
 * @param changes in the order in which they were laid
 */
public record Laid(Written.Fields fields, List<Change> changes) {
    public static final Laid NOTHING =
            new Laid(new Written.Fields(new Origin("", 0, 0), false, Map.of()), List.of());

    public Laid {
        changes = List.copyOf(changes);
    }

    /** What a layer did to an element. */
    public enum How {
        REPLACED,
        AMENDED,
        DROPPED
    }

    /**
     * @param element {@code migrate.upgrade}, {@code facts.release}
     * @param by where the upper layer says so
     * @param said what it says, in one line
     * @param was where the element stood before
     * @param before what it said, in one line
     */
    public record Change(
            String element, How how, Origin by, String said, Origin was, String before) {}

    /** The last layer that dropped this element, if it is dropped still. */
    public Optional<Change> dropped(String element) {
        return changes.stream()
                .filter(change -> change.element().equals(element))
                .reduce((_, later) -> later)
                .filter(change -> change.how() == How.DROPPED);
    }
}
