package bascule.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How YAML is written: on one line in brackets, or as a block of lines. */
final class YamlStyle implements Braces.Style {
    // Nothing that some reader, of YAML 1.1 or 1.2, would take for more than text.
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/][A-Za-z0-9_./@%+-]*(?:[ :][A-Za-z0-9_./@%+-]+)*");
    private static final Pattern WORD =
            Pattern.compile("(?i:true|false|yes|no|on|off|y|n|null|nan|inf)");
    private static final Pattern SINGLE =
            Pattern.compile("[\\x20-\\x7e\\u00a0-\\ud7ff\\ue000-\\ufefe]*");

    @Override
    public boolean wide() {
        return false;
    }

    @Override
    public String key(String name) {
        return name(name) + ": ";
    }

    @Override
    public String name(String name) {
        return scalar(name, "");
    }

    @Override
    public String value(Object value, Layout layout, List<String> path) {
        return switch (value) {
            case Raw(var raw) -> raw.strip();
            case Map<?, ?> map ->
                    "{"
                            + String.join(
                                    ", ",
                                    map.entrySet().stream()
                                            .map(
                                                    entry ->
                                                            key(String.valueOf(entry.getKey()))
                                                                    + part(entry.getValue(), path))
                                            .toList())
                            + "}";
            case List<?> list ->
                    "["
                            + String.join(", ", list.stream().map(one -> part(one, path)).toList())
                            + "]";
            default -> plain(value, "");
        };
    }

    private String part(@org.jspecify.annotations.Nullable Object value, List<String> path) {
        return value == null ? "null" : value(value, new Layout("\n", "", "  ", false), path);
    }

    /**
     * What follows a colon or a dash, the space or line break before it included.
     *
     * @param was what stood there, for its quotes
     * @param layout the indentation of the line of the colon
     */
    String block(Object value, String was, Layout layout) {
        return switch (value) {
            case Raw(var raw) -> raw;
            case Map<?, ?> map when map.isEmpty() -> " {}";
            case List<?> list when list.isEmpty() -> " []";
            case Map<?, ?> map -> {
                var lines = new StringBuilder();
                map.forEach(
                        (name, part) ->
                                lines.append(layout.eol())
                                        .append(layout.indent())
                                        .append(layout.unit())
                                        .append(name(String.valueOf(name)))
                                        .append(":")
                                        .append(inner(part, layout)));
                yield lines.toString();
            }
            case List<?> list -> {
                var lines = new StringBuilder();
                for (var part : list) {
                    lines.append(layout.eol())
                            .append(layout.indent())
                            .append(layout.unit())
                            .append("-")
                            .append(inner(part, layout));
                }
                yield lines.toString();
            }
            default -> {
                var spaces = was.substring(0, Blank.spaces(was, 0));
                var old = was.indexOf('\n') < 0 ? was.strip() : "";
                yield (spaces.isEmpty() || old.isEmpty() ? " " : spaces) + plain(value, old);
            }
        };
    }

    private String inner(@org.jspecify.annotations.Nullable Object value, Layout layout) {
        return value == null ? " null" : block(value, "", layout.deeper());
    }

    private static String plain(Object value, String was) {
        return switch (value) {
            case Boolean truth -> truth.toString();
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            default -> scalar(value.toString(), was);
        };
    }

    private static String scalar(String text, String was) {
        if (was.startsWith("\"")) {
            return JsonNotation.quoted(text);
        }
        var safe = PLAIN.matcher(text).matches() && !WORD.matcher(text).matches();
        if (safe && !was.startsWith("'")) {
            return text;
        }
        return SINGLE.matcher(text).matches()
                ? "'" + text.replace("'", "''") + "'"
                : JsonNotation.quoted(text);
    }
}
