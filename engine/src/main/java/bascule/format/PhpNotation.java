package bascule.format;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A PHP file that returns an array or assigns one to a variable. */
final class PhpNotation implements TreeNotation {
    @Override
    public Node read(String text) {
        return root(text);
    }

    @Override
    public Node.Tree root(String text) {
        return new PhpScanner(text).root();
    }

    @Override
    public Braces.Style style(String text) {
        return new Style(!root(text).span().of(text).startsWith("["));
    }

    /**
     * @param lengthy whether this file writes {@code array(…)} and not {@code […]}
     */
    private record Style(boolean lengthy) implements Braces.Style {
        @Override
        public boolean wide() {
            return true;
        }

        @Override
        public String key(String name) {
            return name(name) + " => ";
        }

        @Override
        public String name(String name) {
            return name.matches("0|-?[1-9][0-9]{0,17}") ? name : PhpStrings.quoted(name);
        }

        @Override
        public String value(Object value, Layout layout, List<String> path) {
            return switch (value) {
                case Raw(var raw) -> raw;
                case Map<?, ?> map -> array(map, true, layout, path);
                case List<?> list -> {
                    var numbered = new LinkedHashMap<Object, Object>();
                    for (Object part : list) {
                        numbered.put(numbered.size(), part);
                    }
                    yield array(numbered, false, layout, path);
                }
                case Boolean truth -> truth.toString();
                case BigDecimal number -> number.toPlainString();
                case Number number -> number.toString();
                default -> PhpStrings.quoted(value.toString());
            };
        }

        private String array(Map<?, ?> map, boolean named, Layout layout, List<String> path) {
            var inside = new StringBuilder();
            map.forEach(
                    (name, part) -> {
                        var value = part == null ? new Raw("null") : part;
                        inside.append(inside.isEmpty() || layout.wide() ? "" : ", ")
                                .append(layout.before())
                                .append(named ? key(String.valueOf(name)) : "")
                                .append(value(value, layout.deeper(), path))
                                .append(layout.wide() ? "," : "");
                    });
            var close = inside.isEmpty() ? "" : layout.close();
            return lengthy ? "array(" + inside + close + ")" : "[" + inside + close + "]";
        }
    }
}
