package bascule.version;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One published version, in dotted order: {@code 4.6.1 < 22.10.7}, {@code 1.0.0-rc.1 < 1.0.0}.
 *
 * <p>Two versions are equal only if they are written alike; {@link #compareTo} is total and agrees
 * with that ({@code 1.0} and {@code 1.0.0} are next to each other, in a fixed order).
 */
public record Version(@JsonValue String text) implements Comparable<Version> {
    @JsonCreator
    public Version {
        if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("not a version: '" + text + "'");
        }
    }

    public static Version of(String text) {
        return new Version(text);
    }

    @Override
    public int compareTo(Version other) {
        return DottedOrder.compare(text, other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
