package bascule.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known word somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The closest by letters changed, if it is close: a third of the word's length, at least 2. */
    public static Optional<String> to(String word, Collection<String> known) {
        var limit = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(other -> distance(word, other) <= limit)
                .min(
                        Comparator.comparingInt((String other) -> distance(word, other))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters put in, taken out or replaced; two neighbours exchanged count once. */
    static int distance(String left, String right) {
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
        var same = left.charAt(row - 1) == right.charAt(column - 1);
        var best =
                Math.min(
                        table[row - 1][column - 1] + (same ? 0 : 1),
                        Math.min(table[row - 1][column], table[row][column - 1]) + 1);
        var exchanged =
                row > 1
                        && column > 1
                        && left.charAt(row - 1) == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1);
        return exchanged ? Math.min(best, table[row - 2][column - 2] + 1) : best;
    }
}
