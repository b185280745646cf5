package bascule.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** How TOML is written on one line. */
final class TomlStyle implements Braces.Style {
    @Override
    public boolean wide() {
        return false;
    }

    @Override
    public String key(String name) {
        return name(name) + " = ";
    }

    @Override
    public String name(String name) {
        return name.matches("[A-Za-z0-9_-]+") ? name : JsonNotation.quoted(name);
    }

    @Override
    public String value(Object value, Layout layout, List<String> path) {
        return switch (value) {
            case Raw(var raw) -> raw;
            case Map<?, ?> map -> map(map, layout, path);
            case List<?> list ->
                    "["
                            + String.join(
                                    ", ",
                                    list.stream().map(part -> value(part, layout, path)).toList())
                            + "]";
            case Boolean truth -> truth.toString();
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            default -> JsonNotation.quoted(value.toString());
        };
    }

    private String map(Map<?, ?> map, Layout layout, List<String> path) {
        var parts =
                map.entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .map(
                                entry ->
                                        key(String.valueOf(entry.getKey()))
                                                + value(entry.getValue(), layout, path))
                        .toList();
        return parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }";
    }
}
