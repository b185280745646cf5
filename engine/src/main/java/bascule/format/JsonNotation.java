package bascule.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** JSON. An empty file is taken for an empty object. */
final class JsonNotation implements TreeNotation, Braces.Style {
    @Override
    public Node read(String text) {
        return text.isBlank() ? root(text) : new JsonScanner(text).all();
    }

    @Override
    public Node.Tree root(String text) {
        var span = new Span(Blank.start(text), text.length());
        if (text.substring(Blank.start(text)).isBlank()) {
            return new Node.Tree(span, span, false, List.of());
        }
        if (new JsonScanner(text).one() instanceof Node.Tree tree) {
            return tree;
        }
        throw Unfit.malformed(Format.JSON, text, 0, "an object expected");
    }

    @Override
    public String put(String text, List<String> path, Object value) {
        var start = Blank.start(text);
        return text.substring(start).isBlank()
                ? text.substring(0, start)
                        + value(
                                Braces.nested(path, value),
                                new Layout(Blank.eol(text), "", "  ", true),
                                path)
                        + Blank.eol(text)
                : TreeNotation.super.put(text, path, value);
    }

    @Override
    public Braces.Style style(String text) {
        return this;
    }

    @Override
    public boolean wide() {
        return true;
    }

    @Override
    public String key(String name) {
        return name(name) + ": ";
    }

    @Override
    public String name(String name) {
        return quoted(name);
    }

    @Override
    public String value(Object value, Layout layout, List<String> path) {
        return switch (value) {
            case Raw(var raw) -> raw;
            case Map<?, ?> map -> map(map, layout, path);
            case List<?> list -> list(list, layout, path);
            case Boolean truth -> truth.toString();
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            default -> quoted(value.toString());
        };
    }

    private String map(Map<?, ?> map, Layout layout, List<String> path) {
        var inside = new StringBuilder();
        map.forEach(
                (name, value) ->
                        inside.append(inside.isEmpty() ? "" : layout.comma())
                                .append(layout.before())
                                .append(key(String.valueOf(name)))
                                .append(value(part(value), layout.deeper(), path)));
        return inside.isEmpty() ? "{}" : "{" + inside + layout.close() + "}";
    }

    private String list(List<?> list, Layout layout, List<String> path) {
        var inside = new StringBuilder();
        for (var value : list) {
            inside.append(inside.isEmpty() ? "" : layout.comma())
                    .append(layout.before())
                    .append(value(part(value), layout.deeper(), path));
        }
        return inside.isEmpty() ? "[]" : "[" + inside + layout.close() + "]";
    }

    private static Object part(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? new Raw("null") : value;
    }

    /** A string with what JSON must have escaped; also a valid double-quoted string of YAML. */
    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (var at = 0; at < text.length(); at++) {
            var letter = text.charAt(at);
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(letter)
                            || letter == '\u2028'
                            || letter == '\u2029'
                            || letter == '\ufeff'
                            || (Character.isSurrogate(letter) && lone(text))) {
                        quoted.append("\\u%04x".formatted((int) letter));
                    } else {
                        quoted.append(letter);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean lone(String text) {
        return !java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
