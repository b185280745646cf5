package bascule.fact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text with places {@code ${name}} in it, filled once and never read again for places.
 *
 * <p>In a plan everything that the survey knew is filled in; what stays open is a secret, a value
 * found or made by an earlier step, or a fact that must be looked at afresh.
 */
public record Template(@JsonValue String text) {
    private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

    /** A dollar that would else join what follows it to a place. */
    private static final String DOLLAR = "$";

    @JsonCreator
    public Template {}

    public static Template of(String text) {
        return new Template(text);
    }

    /** A text without places, whatever it holds. */
    public static Template literal(String text) {
        return new Template(text.replace("${", "$${"));
    }

    /** The names of its places, in order, with repetitions. */
    public List<String> names() {
        var names = new ArrayList<String>();
        var place = PLACE.matcher(text);
        while (place.find()) {
            if (place.group(1) != null && !place.group(1).equals(DOLLAR)) {
                names.add(place.group(1));
            }
        }
        return names;
    }

    public boolean closed() {
        return names().isEmpty();
    }

    /** Fills every place; {@code value} throws where a name has none. */
    public String fill(Function<String, String> value) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(filled(place.group(1), value)));
    }

    private static String filled(@Nullable String name, Function<String, String> value) {
        if (name == null) {
            return "${";
        }
        return name.equals(DOLLAR) ? DOLLAR : value.apply(name);
    }

    /** Fills the places that {@code value} knows; for the others it gives null, and they stay. */
    public Template fillSome(Function<String, @Nullable String> value) {
        return new Template(
                PLACE.matcher(text)
                        .replaceAll(place -> Matcher.quoteReplacement(filledOrKept(place, value))));
    }

    private String filledOrKept(MatchResult place, Function<String, @Nullable String> value) {
        var name = place.group(1);
        var filled = name == null || name.equals(DOLLAR) ? null : value.apply(name);
        return filled == null ? place.group() : escaped(filled, place.end());
    }

    /** A value is never read again for places, nor does its end make one with what follows. */
    private String escaped(String value, int end) {
        var escaped = value.replace("${", "$${");
        var joins =
                value.endsWith(DOLLAR)
                        && end < text.length()
                        && (text.charAt(end) == '{' || text.charAt(end) == '$');
        if (!joins) {
            return escaped;
        }
        var start = escaped.replaceFirst("\\$+$", "");
        return start + "${$}".repeat(escaped.length() - start.length());
    }

    public Stream<String> nameStream() {
        return names().stream();
    }

    @Override
    public String toString() {
        return text;
    }
}
