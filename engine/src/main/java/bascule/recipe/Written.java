package bascule.recipe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a file says, as a tree that remembers where each thing was written. */
public sealed interface Written {
    Origin origin();

    /** In one line, the way that YAML writes it inside braces. */
    String line();

    /** What a leaf is. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING
    }

    /**
     * @param quoted written between quotes
     * @param straight its characters stand one by one after each other in the file
     */
    record Leaf(Origin origin, Kind kind, String text, boolean quoted, boolean straight)
            implements Written {
        private static final Pattern PLAIN = Pattern.compile("[\\w./][^,\\[\\]{}\"':#]*");

        /** Where one of its characters stands; where it begins, if that cannot be told. */
        public Origin at(int offset) {
            return straight
                    ? new Origin(
                            origin.file(),
                            origin.line(),
                            origin.column() + offset + (quoted ? 1 : 0))
                    : origin;
        }

        @Override
        public String line() {
            return switch (kind) {
                case NUMBER, TRUTH -> text;
                case NOTHING -> "~";
                case TEXT ->
                        PLAIN.matcher(text).matches() && !quoted
                                ? text
                                : '"'
                                        + text.replace("\\", "\\\\")
                                                .replace("\"", "\\\"")
                                                .replace("\n", "\\n")
                                        + '"';
            };
        }
    }

    record Items(Origin origin, List<Written> items) implements Written {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String line() {
            return items.stream().map(Written::line).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * @param bare written inside braces
     */
    record Fields(Origin origin, boolean bare, Map<String, Field> fields) implements Written {
        public Fields {
            fields = Body.ordered(fields);
        }

        public Optional<Field> field(String key) {
            return Optional.ofNullable(fields.get(key));
        }

        public Optional<Written> at(String key) {
            return field(key).map(Field::value);
        }

        public boolean has(String key) {
            return fields.containsKey(key);
        }

        /** A copy with one key said otherwise, or at the end. */
        public Fields with(String key, Field field) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(key, field);
            return new Fields(origin, bare, copy);
        }

        public Fields without(String... keys) {
            var copy = new LinkedHashMap<>(fields);
            List.of(keys).forEach(copy::remove);
            return new Fields(origin, bare, copy);
        }

        @Override
        public String line() {
            return fields.isEmpty()
                    ? "{}"
                    : fields.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue().value().line())
                            .collect(Collectors.joining(", ", "{ ", " }"));
        }
    }

    /** A key and what it says. */
    record Field(Origin key, boolean quoted, Written value) {}

    /** As plain values: text, numbers, truths, maps and lists; nothing is an empty optional. */
    static Optional<Object> plain(Written written) {
        return switch (written) {
            case Leaf leaf ->
                    switch (leaf.kind()) {
                        case TEXT -> Optional.of(leaf.text());
                        case TRUTH -> Optional.of(Boolean.valueOf(leaf.text()));
                        case NUMBER -> Optional.of(number(leaf.text()));
                        case NOTHING -> Optional.empty();
                    };
            case Items items -> {
                var list = new ArrayList<Object>();
                items.items().forEach(item -> plain(item).ifPresent(list::add));
                yield Optional.of(list);
            }
            case Fields fields -> {
                var map = new LinkedHashMap<String, Object>();
                fields.fields()
                        .forEach(
                                (key, field) ->
                                        plain(field.value())
                                                .ifPresent(value -> map.put(key, value)));
                yield Optional.of(map);
            }
        };
    }

    private static Object number(String text) {
        try {
            var value = new BigDecimal(text);
            if (value.scale() > 0) {
                return value.doubleValue();
            }
            return value.precision() < 10
                    ? (Object) value.intValueExact()
                    : (Object) value.longValueExact();
        } catch (ArithmeticException | NumberFormatException notOurs) {
            return text;
        }
    }
}
