package bascule.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place {@code ${name}} in a text.
 *
 * @param offset of its dollar
 */
record Place(String name, int offset) {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_][A-Za-z0-9_.-]*)?");

    int end() {
        return offset + name.length() + 3;
    }

    /** Those that are well written; what is not is told to {@code broken} by its offset. */
    static List<Place> of(String text, java.util.function.IntConsumer broken) {
        var places = new ArrayList<Place>();
        for (var at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
            if (at > 0 && text.charAt(at - 1) == '$') {
                continue;
            }
            var close = text.indexOf('}', at);
            var name = close < 0 ? "" : text.substring(at + 2, close);
            if (NAME.matcher(name).matches()) {
                places.add(new Place(name, at));
            } else {
                broken.accept(at);
            }
        }
        return places;
    }
}
