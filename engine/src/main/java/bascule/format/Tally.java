package bascule.format;

import java.util.List;

/**
 * What was merged of one file, for people: names of keys, never a value.
 *
 * @param by {@code key}, {@code line}, or {@code file} where one side changed nothing
 * @param original where the file of the old release was found: {@code kept}, {@code beside}, {@code
 *     archive} or {@code none}
 */
public record Tally(
        String by, String original, List<String> taken, List<String> kept, List<String> settled) {
    public Tally {
        taken = List.copyOf(taken);
        kept = List.copyOf(kept);
        settled = List.copyOf(settled);
    }
}
