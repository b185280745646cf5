package bascule.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Values as they may be shown: what is secret, by what the recipe says or by its name, is not.
 *
 * @param secret tells a key that the recipe calls secret
 */
public record Masked(Predicate<String> secret) {
    static final String MASK = "***";
    private static final int LONGEST = 200;
    private static final Pattern NAME =
            Pattern.compile(
                    "(?i)pass(?!ive)|pwd|secret|token|key|credential|salt|dsn|cookie|private"
                            + "|signature|licen[cs]e|\\bpin\\b|auth");
    private static final Pattern WORDS_OF_LOCATION = Pattern.compile("://[^/\\s@]*@");
    private static final Pattern BLOCK =
            Pattern.compile("[A-Za-z0-9+/=_-]{40,}|-----(BEGIN|END) .*");

    /** A value that stands at a path. */
    Optional<String> of(List<String> path, Optional<Node> node) {
        return node.map(
                each ->
                        switch (each) {
                            case Node.Leaf leaf when leaf.kind() == Node.Kind.NULL -> "null";
                            case Node.Leaf leaf -> leaf(path, leaf);
                            case Node.Tree tree -> shortened(Values.json(plain(path, tree)));
                        });
    }

    private boolean hides(List<String> path) {
        return NAME.matcher(String.join(".", path)).find() || secret.test(KeyPath.key(path));
    }

    private String leaf(List<String> path, Node.Leaf leaf) {
        return hides(path) ? MASK : shortened(location(leaf.text()));
    }

    private static String location(String text) {
        return WORDS_OF_LOCATION.matcher(text).replaceAll("://" + MASK + "@");
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private Object plain(List<String> path, Node node) {
        return switch (node) {
            case Node.Leaf leaf ->
                    hides(path) || leaf.kind() == Node.Kind.TEXT
                            ? leaf(path, leaf)
                            : Values.plain(leaf);
            case Node.Tree tree when tree.list() ->
                    tree.entries().stream()
                            .map(entry -> plain(deeper(path, entry.name()), entry.value()))
                            .toList();
            case Node.Tree tree -> {
                Map<String, Object> map = new LinkedHashMap<>();
                tree.entries()
                        .forEach(
                                entry ->
                                        map.put(
                                                entry.name(),
                                                plain(deeper(path, entry.name()), entry.value())));
                yield map;
            }
        };
    }

    static List<String> deeper(List<String> path, String name) {
        var deeper = new ArrayList<>(path);
        deeper.add(name);
        return List.copyOf(deeper);
    }

    /** A line of a file that has no keys: one that names a secret is not shown. */
    public String line(String line) {
        return NAME.matcher(line).find() || BLOCK.matcher(line).find()
                ? MASK
                : shortened(location(line));
    }
}
