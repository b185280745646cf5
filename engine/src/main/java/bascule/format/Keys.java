package bascule.format;

import bascule.problem.Fault;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and changes keys in a text, by dotted path ({@code main.database.host}, {@code a."b.c"},
 * {@code list.0}); nothing but the stretch of the key changes. In properties and environment files
 * a path is one name.
 *
 * <p>Every method throws {@link Fault} BSC-453 where the text is not in its format, BSC-454 where a
 * path goes on below a plain value, BSC-456 where a value is computed or written elsewhere.
 */
public final class Keys {
    private Keys() {}

    /**
     * The value as text: strings without their quotes, numbers as written, {@code true false}; maps
     * and lists as JSON. Null is no value. An empty key is the whole.
     */
    public static Optional<String> read(String text, Format format, String key) {
        var notation = Notation.of(format);
        var path = notation.path(key);
        return notation.at(text, path).flatMap(node -> Values.text(node, path));
    }

    /** Whether the key is there, whatever its value. */
    public static boolean has(String text, Format format, String key) {
        var notation = Notation.of(format);
        return notation.at(text, notation.path(key)).isPresent();
    }

    /** The named parts of what stands at a key; parts that are not there are left out. */
    public static Optional<Map<String, String>> fields(
            String text, Format format, String key, List<String> names) {
        var notation = Notation.of(format);
        return notation.at(text, notation.path(key)).map(node -> parts(node, names));
    }

    /** The named parts of each element of the list, or of the map, at a key. */
    public static Optional<List<Map<String, String>>> rows(
            String text, Format format, String key, List<String> names) {
        var notation = Notation.of(format);
        return notation.at(text, notation.path(key)).map(node -> rows(node, names));
    }

    private static List<Map<String, String>> rows(Node node, List<String> names) {
        if (!(node instanceof Node.Tree tree)) {
            return List.of(parts(node, names));
        }
        return tree.entries().stream().map(entry -> parts(entry.value(), names)).toList();
    }

    private static Map<String, String> parts(Node node, List<String> names) {
        var parts = new LinkedHashMap<String, String>();
        if (node instanceof Node.Leaf && !names.isEmpty()) {
            Values.text(node, names).ifPresent(value -> parts.put(names.getFirst(), value));
        }
        for (var name : names) {
            var whole = node.at(List.of(name));
            var found = whole.isPresent() ? whole : node.at(KeyPath.names(name));
            found.flatMap(part -> Values.text(part, List.of(name)))
                    .ifPresent(value -> parts.put(name, value));
        }
        return parts;
    }

    /**
     * The text with the key at this value; added after its neighbours where it was not there.
     *
     * @param value a text, number, truth, or a map or list where the format has them. A text that
     *     reads as a number or truth is written as one where one stood
     */
    public static String set(String text, Format format, String key, Object value) {
        var notation = Notation.of(format);
        var path = notation.path(key);
        var was = notation.at(text, path);
        var fitting = Values.fitting(value, was);
        var same = was.filter(node -> Values.same(node, fitting, kinds(format))).isPresent();
        return same ? text : notation.put(text, path, fitting);
    }

    static boolean kinds(Format format) {
        return switch (format) {
            case JSON, YAML, TOML, PHP -> true;
            case INI, ENV, PROPERTIES -> false;
        };
    }

    /** Whether {@link #set} would change nothing. */
    public static boolean holds(String text, Format format, String key, Object value) {
        return set(text, format, key, value).equals(text);
    }

    /** The text without the key; the same text where it is not there. */
    public static String remove(String text, Format format, String key) {
        var notation = Notation.of(format);
        return notation.remove(text, notation.path(key));
    }

    /**
     * The text with the key renamed, with its value; the same text where it is not there.
     *
     * @throws Fault BSC-457 where both names are there
     */
    public static String rename(String text, Format format, String from, String to) {
        var notation = Notation.of(format);
        var old = notation.path(from);
        var path = notation.path(to);
        var node = notation.at(text, old);
        if (node.isEmpty()) {
            return text;
        }
        if (notation.at(text, path).isPresent()) {
            throw new Fault("BSC-457", Text.of("format.both", from, to));
        }
        var beside = new ArrayList<>(old.subList(0, old.size() - 1));
        beside.add(path.getLast());
        return beside.equals(path)
                ? notation.rename(text, old, path.getLast())
                : notation.remove(notation.put(text, path, Values.plain(node.get())), old);
    }

    /** The value of a key as it is written. */
    static Optional<String> raw(String text, Format format, String key) {
        var notation = Notation.of(format);
        return notation.raw(text, notation.path(key)).map(span -> span.of(text));
    }

    /** The text with this written at the key's value. */
    static String putRaw(String text, Format format, String key, String raw) {
        var notation = Notation.of(format);
        return notation.put(text, notation.path(key), new Raw(raw));
    }
}
