package bascule.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The names that a misspelled one probably meant. */
public final class Nearest {
    private Nearest() {}

    /** Those within a third of the length of the word, the nearest first; at most three. */
    public static List<String> of(String word, Collection<String> known) {
        var limit = Math.max(1, Math.min(3, (word.length() + 1) / 3));
        return known.stream()
                .distinct()
                .filter(name -> distance(word, name) <= limit)
                .sorted(
                        Comparator.comparingInt((String name) -> distance(word, name))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    /** The closest of them. */
    public static Optional<String> to(String word, Collection<String> known) {
        return of(word, known).stream().findFirst();
    }

    /** Letters put in, taken out, changed, or two neighbours exchanged. */
    public static int distance(String left, String right) {
        var table = new int[left.length() + 1][right.length() + 1];
        for (var row = 0; row <= left.length(); row++) {
            for (var column = 0; column <= right.length(); column++) {
                table[row][column] = cell(table, left, right, row, column);
            }
        }
        return table[left.length()][right.length()];
    }

    private static int cell(int[][] table, String left, String right, int row, int column) {
        if (row == 0 || column == 0) {
            return row + column;
        }
        var change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        var least =
                Math.min(
                        table[row - 1][column - 1] + change,
                        Math.min(table[row - 1][column], table[row][column - 1]) + 1);
        var exchanged =
                row > 1
                        && column > 1
                        && left.charAt(row - 1) == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1);
        return exchanged ? Math.min(least, table[row - 2][column - 2] + 1) : least;
    }
}
