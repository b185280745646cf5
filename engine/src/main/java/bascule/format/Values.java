package bascule.format;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What was understood of a text, as plain values. */
final class Values {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Layout LINE = new Layout("\n", "", "", false);

    private Values() {}

    /** As text; maps and lists as JSON. Null is nothing. */
    static Optional<String> text(Node node, List<String> path) {
        return switch (node) {
            case Node.Leaf(_, var kind, var text) ->
                    switch (kind) {
                        case NULL -> Optional.empty();
                        case COMPUTED -> throw Unfit.elsewhere(path);
                        case TEXT, NUMBER, TRUTH -> Optional.of(text);
                    };
            case Node.Tree tree -> Optional.of(json(plain(tree)));
        };
    }

    static String json(Object value) {
        return new JsonNotation().value(value, LINE, List.of());
    }

    /** What could be put in another place; what a program computes is left out of maps. */
    static Object plain(Node node) {
        return switch (node) {
            case Node.Leaf(_, var kind, var text) ->
                    switch (kind) {
                        case NULL -> new Raw("null");
                        case NUMBER -> NUMBER.matcher(text).matches() ? new Raw(text) : text;
                        case TRUTH -> Boolean.valueOf(text.equalsIgnoreCase("true"));
                        case TEXT, COMPUTED -> text;
                    };
            case Node.Tree tree when tree.list() -> {
                var list = new ArrayList<Object>();
                tree.entries().forEach(entry -> list.add(plain(entry.value())));
                yield list;
            }
            case Node.Tree tree -> {
                Map<String, Object> map = new LinkedHashMap<>();
                tree.entries().stream()
                        .filter(entry -> !computed(entry.value()))
                        .forEach(entry -> map.put(entry.name(), plain(entry.value())));
                yield map;
            }
        };
    }

    private static boolean computed(Node node) {
        return node instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.COMPUTED;
    }

    /** A text put where a number or a truth stands, and that reads as one, is written as one. */
    static Object fitting(Object value, Optional<Node> was) {
        if (value instanceof String text && was.orElse(null) instanceof Node.Leaf leaf) {
            if (leaf.kind() == Node.Kind.NUMBER && NUMBER.matcher(text).matches()) {
                return new BigDecimal(text);
            }
            if (leaf.kind() == Node.Kind.TRUTH && text.matches("true|false")) {
                return Boolean.valueOf(text);
            }
        }
        return value;
    }

    /** Whether a value stands there already, and of that kind where the format has kinds. */
    static boolean same(Node node, Object value, boolean kinds) {
        return switch (node) {
            case Node.Tree tree ->
                    (value instanceof Map || value instanceof List)
                            && json(plain(tree)).equals(json(value));
            case Node.Leaf(_, var kind, var text) ->
                    text.equals(
                                    value instanceof BigDecimal number
                                            ? number.toPlainString()
                                            : value.toString())
                            && (!kinds
                                    || kind
                                            == switch (value) {
                                                case Boolean _ -> Node.Kind.TRUTH;
                                                case Number _ -> Node.Kind.NUMBER;
                                                default -> Node.Kind.TEXT;
                                            });
        };
    }
}
