package bascule.version;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.List;

/**
 * Bounds that must all hold: {@code ">=4.0 <4.1"}, {@code "3.48.0"}, {@code "!=3.34.0"}. The empty
 * text is every version.
 */
public record Range(@JsonValue String text) {
    @JsonCreator
    public Range {
        bounds(text);
    }

    /** One bound: {@code >= <= < > != =} and a version. */
    public record Bound(String sign, Version version) {
        boolean holds(Version candidate, Order counted) {
            var order = counted.compare(candidate, version);
            return switch (sign) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                case "!=" -> order != 0;
                default -> order == 0;
            };
        }
    }

    public static Range of(String text) {
        return new Range(text);
    }

    public boolean holds(Version version) {
        return holds(version, Order.DOTTED);
    }

    public boolean holds(Version version, Order order) {
        return bounds(text).stream().allMatch(bound -> bound.holds(version, order));
    }

    public List<Bound> bounds() {
        return bounds(text);
    }

    private static List<Bound> bounds(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(Range::bound)
                .toList();
    }

    private static Bound bound(String word) {
        for (var sign : List.of(">=", "<=", "!=", ">", "<", "=")) {
            if (word.startsWith(sign)) {
                return new Bound(sign, Version.of(word.substring(sign.length())));
            }
        }
        return new Bound("=", Version.of(word));
    }

    @Override
    public String toString() {
        return text;
    }
}
