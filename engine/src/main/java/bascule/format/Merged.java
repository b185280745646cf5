package bascule.format;

import java.util.List;

/**
 * What came of merging one file; if there are conflicts, {@code content} is not to be used.
 *
 * @param by {@code key} or {@code line}
 * @param taken the keys that are now as the new release ships them, or are gone with it
 * @param kept the keys that stay as you have them, though the release ships another value
 * @param settled the keys that both changed, and that somebody settled
 */
public record Merged(
        String by,
        Content content,
        List<String> taken,
        List<String> kept,
        List<String> settled,
        List<Conflict> conflicts) {
    public Merged {
        taken = List.copyOf(taken);
        kept = List.copyOf(kept);
        settled = List.copyOf(settled);
        conflicts = List.copyOf(conflicts);
    }
}
