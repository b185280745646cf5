package bascule.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A sentence for people: its key in the catalogue of texts, and what fills its places.
 *
 * <p>The part of the key before the first dot names the file of the catalogue that holds it. An
 * argument may itself be a text: it is said in the same language.
 */
public record Text(String key, List<Object> args) {
    public Text {
        args = args.stream().map(Text::inner).toList();
    }

    /** A text inside a text comes back from JSON as a map. */
    private static Object inner(Object arg) {
        return arg instanceof Map<?, ?> map
                        && map.get("key") instanceof String key
                        && map.get("args") instanceof List<?> args
                ? new Text(key, args.stream().map(each -> (Object) each).toList())
                : arg;
    }

    /** Arguments are texts, or anything whose {@code toString} can be shown. */
    public static Text of(String key, Object... args) {
        return new Text(
                key,
                Arrays.stream(args)
                        .map(arg -> arg instanceof Text text ? (Object) text : String.valueOf(arg))
                        .toList());
    }

    /**
     * Words that come from outside (a command's own message, a recipe's) and are shown as they are.
     */
    public static Text verbatim(String words) {
        return of("text.verbatim", words);
    }
}
