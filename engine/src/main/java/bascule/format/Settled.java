package bascule.format;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.Optional;

/**
 * What people chose where they and the release changed the same.
 *
 * @param by {@code yours}, {@code shipped} or {@code value}
 * @param value a text, a number or a truth, where neither is wanted
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Settled(String by, Optional<Object> value) {
    /** The key under which stands what holds for every conflict of a file. */
    public static final String WHOLE = "";

    public static final Settled YOURS = new Settled("yours", Optional.empty());
    public static final Settled SHIPPED = new Settled("shipped", Optional.empty());

    public static Settled with(Object value) {
        return new Settled("value", Optional.of(value));
    }
}
