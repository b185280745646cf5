package bascule.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One thing done to a structured file. */
public sealed interface Change {

    /**
     * A key given a value; added where it is not there.
     *
     * @param value a text, a number, a truth, or a map or list of these where the format has them
     */
    record Put(String key, Object value) implements Change {}

    /** A key taken out, if it is there. */
    record Take(String key) implements Change {}

    /** A key renamed with its value, if it is there. */
    record Rename(String from, String to) implements Change {}

    /** Values by key; a key without a value is taken out. */
    static List<Change> of(Map<String, Optional<Object>> keys) {
        var changes = new ArrayList<Change>();
        keys.forEach(
                (key, value) ->
                        changes.add(
                                value.<Change>map(wanted -> new Put(key, wanted))
                                        .orElseGet(() -> new Take(key))));
        return changes;
    }

    /** New names by old name. */
    static List<Change> renames(Map<String, String> keys) {
        var changes = new ArrayList<Change>();
        keys.forEach((from, to) -> changes.add(new Rename(from, to)));
        return changes;
    }
}
