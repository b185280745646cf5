package bascule.recipe;

import bascule.text.Text;

import java.util.Comparator;

/**
 * One thing that is wrong in a recipe, a catalogue or an instance, and exactly where.
 *
 * @param code {@code BSC-nnn}
 */
public record Mistake(Origin origin, String code, Text text) implements Comparable<Mistake> {
    private static final Comparator<Mistake> ORDER =
            Comparator.comparing((Mistake mistake) -> mistake.origin().file())
                    .thenComparingInt(mistake -> mistake.origin().line())
                    .thenComparingInt(mistake -> mistake.origin().column())
                    .thenComparing(Mistake::code)
                    .thenComparing(mistake -> mistake.text().toString());

    @Override
    public int compareTo(Mistake other) {
        return ORDER.compare(this, other);
    }
}
