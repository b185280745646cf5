package bascule.recipe;

import bascule.format.Settled;
import bascule.recipe.Recipe.Note;
import bascule.recipe.Use.Owner;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance says, the last layer.
 *
 * @param fields the whole file
 * @param body what it adds to its recipe; whole only in {@link Recipes#effective}
 * @param mistakes what is wrong in it, as far as that can be told without its recipe
 */
public record Layer(
        Written.Fields fields, Body body, Map<String, Note> notes, List<Mistake> mistakes) {
    private static final List<String> HEAD =
            List.of(
                    "instance",
                    "recipe",
                    "method",
                    "root",
                    "windows",
                    "notify",
                    "accept",
                    "parts",
                    "merge",
                    "notes");

    static Layer of(Written.Fields fields, Margin margin) {
        var own = fields.without(HEAD.toArray(String[]::new));
        var top = new Element(fields.origin(), fields, Owner.NOBODY, margin);
        var body = BodyReader.read(new Laid(own, List.of()), Owner.NOBODY, margin);
        var notes = CatalogueReader.notes(top);
        top.leaf("root")
                .filter(root -> !root.text().startsWith("/"))
                .ifPresent(
                        root ->
                                margin.wrong(
                                        Wrong.NOT_ALLOWED.said(
                                                "root", root.origin(), root.text())));
        top.leaf("root").ifPresent(root -> top.climbs(root, root.text(), 0));
        fields.at("windows").map(Element::leavesOf).orElse(List.of()).stream()
                .filter(window -> Window.isWritten(window.text()) && !isWindow(window.text()))
                .forEach(
                        window ->
                                margin.wrong(
                                        Wrong.NOT_ALLOWED.said(
                                                "window", window.origin(), window.text())));
        return new Layer(fields, body, notes, margin.mistakes());
    }

    private static boolean isWindow(String said) {
        try {
            return !Window.of(said).days().isEmpty();
        } catch (DateTimeException none) {
            return false;
        }
    }

    /** The names that its notes use. */
    List<Use> uses() {
        var margin = new Margin();
        var _ = CatalogueReader.notes(new Element(fields.origin(), fields, Owner.NOBODY, margin));
        return margin.uses();
    }

    public Optional<String> text(String key) {
        return leaf(key).map(Written.Leaf::text);
    }

    /** Where a key's value stands; where the file begins, if there is no such key. */
    public Origin origin(String key) {
        return fields.at(key).map(Written::origin).orElse(fields.origin());
    }

    public List<String> texts(String key) {
        return fields.at(key).map(Element::leavesOf).orElse(List.of()).stream()
                .map(Written.Leaf::text)
                .toList();
    }

    /** A map of texts. */
    public Map<String, String> map(String key) {
        return fields.at(key).map(Layer::map).orElse(Map.of());
    }

    /** By file and key, what was chosen of a merge; under {@code ""} what was for a whole file. */
    public Map<String, Map<String, Settled>> settled() {
        var settled = new LinkedHashMap<String, Map<String, Settled>>();
        if (fields.at("merge").orElse(null) instanceof Written.Fields files) {
            files.fields().forEach((file, chosen) -> settled.put(file, settled(chosen.value())));
        }
        return settled;
    }

    private static Map<String, Settled> settled(Written chosen) {
        return switch (chosen) {
            case Written.Leaf whole -> Map.of(Settled.WHOLE, side(whole.text()));
            case Written.Items _ -> Map.of();
            case Written.Fields keys -> {
                var settled = new LinkedHashMap<String, Settled>();
                keys.fields().forEach((key, field) -> settled.put(key, one(field.value())));
                yield settled;
            }
        };
    }

    private static Settled one(Written choice) {
        if (choice instanceof Written.Fields own
                && own.at("value").orElse(null) instanceof Written.Leaf leaf) {
            return Settled.with(
                    switch (leaf.kind()) {
                        case NUMBER -> new BigDecimal(leaf.text());
                        case TRUTH -> Boolean.valueOf(leaf.text());
                        case TEXT, NOTHING -> leaf.text();
                    });
        }
        return side(choice instanceof Written.Leaf leaf ? leaf.text() : "yours");
    }

    private static Settled side(String word) {
        return word.equals("shipped") ? Settled.SHIPPED : Settled.YOURS;
    }

    /** Each item of a list: a text alone under an empty name, or a map of texts. */
    public List<Map<String, String>> items(String key) {
        if (!(fields.at(key).orElse(null) instanceof Written.Items items)) {
            return List.of();
        }
        return items.items().stream()
                .map(
                        item ->
                                item instanceof Written.Leaf leaf
                                        ? Map.of("", leaf.text())
                                        : map(item))
                .toList();
    }

    private static Map<String, String> map(Written written) {
        var map = new LinkedHashMap<String, String>();
        if (written instanceof Written.Fields inner) {
            inner.fields()
                    .forEach(
                            (name, field) -> {
                                if (field.value() instanceof Written.Leaf leaf) {
                                    map.put(name, leaf.text());
                                }
                            });
        }
        return map;
    }

    private Optional<Written.Leaf> leaf(String key) {
        return fields.at(key).filter(Written.Leaf.class::isInstance).map(Written.Leaf.class::cast);
    }
}
