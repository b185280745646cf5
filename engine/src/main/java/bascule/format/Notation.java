package bascule.format;

import java.util.List;
import java.util.Optional;

/** How one format is read and changed; a path is the names from the outside in. */
interface Notation {
    static Notation of(Format format) {
        return switch (format) {
            case JSON -> new JsonNotation();
            case PHP -> new PhpNotation();
            case YAML -> new YamlNotation();
            case TOML -> new TomlNotation();
            case INI -> new LineNotation(new IniDialect());
            case ENV -> new LineNotation(new EnvDialect());
            case PROPERTIES -> new LineNotation(new PropertiesDialect());
        };
    }

    /** The names that a key is made of. */
    default List<String> path(String key) {
        return KeyPath.names(key);
    }

    Node read(String text);

    /** What a path leads to. */
    default Optional<Node> at(String text, List<String> path) {
        return read(text).at(path);
    }

    /** The stretch that stands for the value, so that it can be put there again as {@link Raw}. */
    Optional<Span> raw(String text, List<String> path);

    /**
     * @param value a text, number, truth, map, list, or {@link Raw}
     */
    String put(String text, List<String> path, Object value);

    /** The same text where the path leads nowhere. */
    String remove(String text, List<String> path);

    /** Only the last name differs, it is there, and the new one is not. */
    String rename(String text, List<String> path, String name);
}
