package bascule.recipe;

import bascule.recipe.Laid.Change;
import bascule.recipe.Laid.How;
import bascule.recipe.Written.Field;
import bascule.recipe.Written.Fields;
import bascule.recipe.Written.Items;
import bascule.recipe.Written.Leaf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one rule of layers: maps join by name, in the order of writing; an element that says what it
 * is replaces, one that does not amends, {@code drop: true} takes out. New steps go last in their
 * phase, or where {@code before} and {@code after} say.
 */
final class Layers {
    private static final Map<String, List<String>> SAYS =
            Map.of(
                    "tools", List.of("run"),
                    "facts", FactReader.SOURCES,
                    "components", List.of("recipe", "toolchain"),
                    "stores", PartReader.STORES,
                    "services", PartReader.SERVICES);

    private final Margin margin;
    private final List<Change> changes = new ArrayList<>();

    private Layers(Margin margin) {
        this.margin = margin;
    }

    /** The upper laid on the lower. */
    static Laid lay(Laid lower, Laid upper, Margin margin) {
        var layers = new Layers(margin);
        layers.changes.addAll(lower.changes());
        layers.changes.addAll(upper.changes());
        var fields = layers.body("", lower.fields(), upper.fields());
        return new Laid(fields, layers.changes);
    }

    /** The keys that make an element what it is; for a step, its actions. */
    static List<String> says(String section) {
        return SAYS.getOrDefault(section, ActReader.ACTIONS);
    }

    /** Whether the key holds named elements. */
    static boolean section(String key) {
        return SAYS.containsKey(key) || steps(key);
    }

    private static boolean steps(String key) {
        return key.equals("rehearse") || phase(key);
    }

    static boolean phase(String key) {
        for (var phase : Phase.values()) {
            if (phase.word().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private Fields body(String path, Fields lower, Fields upper) {
        var laid = lower;
        for (var entry : upper.fields().entrySet()) {
            var key = entry.getKey();
            var field = entry.getValue();
            var old = lower.fields().get(key);
            if (old == null && !section(key)) {
                laid = laid.with(key, field);
            } else {
                laid = laid.with(key, key(path + key, key, old, field));
            }
        }
        return laid;
    }

    private Field key(
            String path, String key, @org.jspecify.annotations.Nullable Field old, Field field) {
        if (section(key)) {
            var below =
                    old != null && old.value() instanceof Fields fields
                            ? fields
                            : new Fields(field.key(), false, Map.of());
            return field.value() instanceof Fields above
                    ? new Field(
                            old == null ? field.key() : old.key(),
                            field.quoted(),
                            elements(path, key, below, above))
                    : old == null ? field : old;
        }
        if (old == null) {
            return field;
        }
        return whole(path, key, old, field);
    }

    /** What is one element by itself: code, door, gate, redact. */
    private Field whole(String path, String key, Field old, Field field) {
        if (key.equals("redact")
                && old.value() instanceof Items before
                && field.value() instanceof Items more) {
            changed(path, How.AMENDED, old, field);
            var all = new ArrayList<>(before.items());
            all.addAll(more.items());
            return new Field(old.key(), false, new Items(before.origin(), all));
        }
        if (!(old.value() instanceof Fields below) || !(field.value() instanceof Fields above)) {
            changed(path, How.REPLACED, old, field);
            return field;
        }
        var other = PartReader.WAYS.stream().anyMatch(way -> above.has(way) && !below.has(way));
        if (key.equals("code") && other) {
            changed(path, How.REPLACED, old, field);
            return field;
        }
        changed(path, How.AMENDED, old, field);
        return new Field(old.key(), old.quoted(), join(below, above));
    }

    private Fields elements(String path, String section, Fields lower, Fields upper) {
        var laid = new LinkedHashMap<>(lower.fields());
        upper.fields()
                .forEach(
                        (name, field) -> {
                            var old = laid.get(name);
                            if (dropped(field.value())) {
                                drop(path + "." + name, old, field);
                                laid.remove(name);
                            } else if (old == null) {
                                laid.put(name, field);
                            } else {
                                laid.put(name, element(path + "." + name, section, old, field));
                            }
                        });
        var order = new ArrayList<>(laid.keySet());
        if (steps(section)) {
            upper.fields().forEach((name, field) -> place(order, name, field.value()));
        }
        var ordered = new LinkedHashMap<String, Field>();
        for (var name : order) {
            var field = laid.get(name);
            if (field != null) {
                ordered.put(name, field);
            }
        }
        return new Fields(lower.origin(), lower.bare(), ordered);
    }

    private void drop(String path, @org.jspecify.annotations.Nullable Field old, Field field) {
        if (old == null) {
            margin.wrong(Wrong.UNKNOWN_PART.said("drop", field.key(), path));
        } else {
            changed(path, How.DROPPED, old, field);
        }
    }

    private Field element(String path, String section, Field old, Field field) {
        var amends =
                field.value() instanceof Fields fields
                        && says(section).stream().noneMatch(fields::has);
        if (!amends || old.value() instanceof Leaf) {
            changed(path, How.REPLACED, old, field);
            return section.equals("facts") ? kept(old, field) : field;
        }
        changed(path, How.AMENDED, old, field);
        return new Field(
                old.key(), old.quoted(), amended(section, old.value(), (Fields) field.value()));
    }

    /** Who answers a secret otherwise does not make it public. */
    private static Field kept(Field old, Field field) {
        var secret =
                Margin.cases(old).stream()
                        .flatMap(one -> one.fields().field("secret").stream())
                        .findFirst();
        if (secret.isEmpty()) {
            return field;
        }
        var value =
                switch (field.value()) {
                    case Leaf leaf ->
                            new Fields(
                                    leaf.origin(),
                                    true,
                                    Map.of(
                                            "value",
                                            new Field(field.key(), false, leaf),
                                            "secret",
                                            secret.get()));
                    case Fields one -> secret(one, secret.get());
                    case Items cases ->
                            new Items(
                                    cases.origin(),
                                    cases.items().stream()
                                            .map(
                                                    one ->
                                                            one instanceof Fields fields
                                                                    ? secret(fields, secret.get())
                                                                    : one)
                                            .toList());
                };
        return new Field(field.key(), field.quoted(), value);
    }

    private static Fields secret(Fields fact, Field secret) {
        return fact.has("secret") ? fact : fact.with("secret", secret);
    }

    /** Every case is amended alike. */
    private Written amended(String section, Written old, Fields more) {
        return switch (old) {
            case Leaf leaf -> leaf;
            case Items cases ->
                    new Items(
                            cases.origin(),
                            cases.items().stream()
                                    .map(one -> amended(section, one, more))
                                    .toList());
            case Fields one ->
                    section.equals("components")
                            ? new Layers(margin).body("", one, more)
                            : join(one, more);
        };
    }

    private static Fields join(Fields lower, Fields upper) {
        var joined = lower;
        for (var entry : upper.fields().entrySet()) {
            var field = entry.getValue();
            var below = lower.at(entry.getKey());
            if (below.orElse(null) instanceof Fields old && field.value() instanceof Fields more) {
                joined =
                        joined.with(
                                entry.getKey(),
                                new Field(field.key(), field.quoted(), join(old, more)));
            } else {
                joined = joined.with(entry.getKey(), field);
            }
        }
        return joined;
    }

    private static boolean dropped(Written written) {
        return written instanceof Fields fields
                && fields.at("drop").orElse(null) instanceof Leaf leaf
                && leaf.text().equals("true");
    }

    /** A step whose neighbour is not there stays where it is: who checks names tells it. */
    private static void place(List<String> order, String name, Written step) {
        if (!(step instanceof Fields fields) || !order.contains(name)) {
            return;
        }
        for (var side : List.of("before", "after")) {
            if (fields.at(side).orElse(null) instanceof Leaf leaf
                    && !leaf.text().equals(name)
                    && order.contains(leaf.text())) {
                order.remove(name);
                order.add(order.indexOf(leaf.text()) + (side.equals("after") ? 1 : 0), name);
            }
        }
    }

    private void changed(String path, How how, Field old, Field field) {
        changes.add(
                new Change(
                        path,
                        how,
                        field.key(),
                        field.value().line(),
                        old.key(),
                        old.value().line()));
    }
}
