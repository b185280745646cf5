package bascule.instance;

import java.util.Map;
import java.util.Optional;

/**
 * One of many answers, for what is done {@code each}: a site of a bench, a databox.
 *
 * @param list the fact that lists it
 * @param key what tells it from the others, in ids: {@code patch[site1]}
 * @param parts what is known of it; secret parts are not here
 * @param within the row of another list over which this list was looked up
 */
public record Row(String list, String key, Map<String, String> parts, Optional<Row> within) {
    public Row {
        parts = Map.copyOf(parts);
    }

    /** The row of that list: this one, or one that it was looked up over. */
    public Optional<Row> of(String wanted) {
        return list.equals(wanted) ? Optional.of(this) : within.flatMap(row -> row.of(wanted));
    }
}
