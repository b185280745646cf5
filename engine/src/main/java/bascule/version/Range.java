package bascule.version;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Bounds that must all hold: {@code ">=4.0 <4.1"}, {@code "3.48.0"}, {@code "!=3.34.0"}. The empty
 * text is every version.
 */
public final class Range {
    private final String text;
    private final List<Bound> bounds;

    @JsonCreator
    public Range(String text) {
        this.text = text;
        this.bounds = bounds(text);
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
        for (var bound : bounds) {
            if (!bound.holds(version, order)) {
                return false;
            }
        }
        return true;
    }

    public List<Bound> bounds() {
        return bounds;
    }

    @JsonValue
    public String text() {
        return text;
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Range range && text.equals(range.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
