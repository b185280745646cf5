package bascule.format;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three texts of one format merged key by key, into yours: its comments, its order and every byte
 * that no key asks to change stay. What came of it is read again and held against what was meant;
 * where the format cannot say it, nothing is merged.
 */
final class KeyMerge {
    /** What a person chose: written, and not compared. */
    private static final Node CHOSEN =
            new Node.Leaf(new Span(-1, -1), Node.Kind.COMPUTED, "chosen");

    private static final Span NOWHERE = new Span(-1, -1);

    private final Format format;
    private final Notation notation;
    private final Masked masked;
    private final Map<String, Settled> settlement;
    private final boolean two;
    private final String shippedText;
    private final List<String> taken = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private String text;

    private KeyMerge(Format format, Texts texts, Map<String, Settled> settlement, Masked masked) {
        this.format = format;
        this.notation = Notation.of(format);
        this.settlement = settlement;
        this.masked = masked;
        this.two = texts.old().isEmpty();
        this.text = texts.yours();
        this.shippedText = texts.shipped();
    }

    /**
     * @param old empty if nobody knows what the old release shipped: every difference is a conflict
     */
    record Texts(Optional<String> old, String yours, String shipped) {}

    /**
     * What came of it.
     *
     * @param text yours, merged
     */
    record Outcome(
            String text,
            List<String> taken,
            List<String> kept,
            List<String> settled,
            List<Conflict> conflicts) {}

    /**
     * @throws bascule.problem.Fault BSC-45x where one of the texts cannot be read by key, or the
     *     merged one not be written
     */
    static Outcome merge(
            Format format, Texts texts, Map<String, Settled> settlement, Masked masked) {
        var merge = new KeyMerge(format, texts, settlement, masked);
        var old = texts.old().map(text -> merge.read(text));
        var wanted =
                merge.merge(
                        List.of(),
                        old,
                        Optional.of(merge.read(texts.yours())),
                        Optional.of(merge.read(texts.shipped())));
        if (merge.conflicts.isEmpty()) {
            merge.prove(wanted);
        }
        return new Outcome(merge.text, merge.taken, merge.kept, merge.settled, merge.conflicts);
    }

    /** A text whose every key is written once and in it. */
    private Node read(String text) {
        var read = notation.read(text);
        if (!(read instanceof Node.Tree tree) || (tree.list() && !tree.entries().isEmpty())) {
            throw Unfit.notAMap(List.of());
        }
        plain(List.of(), read);
        return read;
    }

    private void plain(List<String> path, Node node) {
        var yaml = format == Format.YAML;
        switch (node) {
            case Node.Leaf leaf -> {
                if (yaml && leaf.kind() == Node.Kind.COMPUTED) {
                    throw Unfit.elsewhere(path);
                }
            }
            case Node.Tree tree -> {
                var names = new LinkedHashSet<String>();
                if (yaml && tree.inside().start() < 0) {
                    throw Unfit.elsewhere(path);
                }
                for (var entry : tree.entries()) {
                    if (!names.add(entry.name()) || (yaml && entry.key().start() < 0)) {
                        throw Unfit.elsewhere(Masked.deeper(path, entry.name()));
                    }
                    plain(Masked.deeper(path, entry.name()), entry.value());
                }
            }
        }
    }

    private Optional<Node> merge(
            List<String> path, Optional<Node> old, Optional<Node> yours, Optional<Node> shipped) {
        if (same(yours, shipped)) {
            return yours;
        }
        if (isMap(yours) && isMap(shipped) && (old.isEmpty() || isMap(old))) {
            return Optional.of(each(path, old, yours.get(), shipped.get()));
        }
        if (!two && same(old, shipped)) {
            kept.add(KeyPath.key(path));
            return yours;
        }
        if (!two && same(old, yours)) {
            taken.add(KeyPath.key(path));
            write(path, yours, shipped);
            return shipped;
        }
        return settle(path, old, yours, shipped);
    }

    private Node each(List<String> path, Optional<Node> old, Node yours, Node shipped) {
        var names = new LinkedHashSet<String>();
        entries(yours).forEach(entry -> names.add(entry.name()));
        entries(shipped).forEach(entry -> names.add(entry.name()));
        var entries = new ArrayList<Node.Entry>();
        for (var name : names) {
            var one = List.of(name);
            merge(
                            Masked.deeper(path, name),
                            old.flatMap(node -> node.at(one)),
                            yours.at(one),
                            shipped.at(one))
                    .ifPresent(node -> entries.add(new Node.Entry(name, NOWHERE, node)));
        }
        return new Node.Tree(NOWHERE, NOWHERE, false, entries);
    }

    private Optional<Node> settle(
            List<String> path, Optional<Node> old, Optional<Node> yours, Optional<Node> shipped) {
        var choice = choice(path);
        if (choice.isEmpty()) {
            conflicts.add(
                    new Conflict(
                            KeyPath.key(path),
                            masked.of(path, old),
                            masked.of(path, yours),
                            masked.of(path, shipped)));
            return yours;
        }
        settled.add(KeyPath.key(path));
        return switch (choice.get().by()) {
            case "yours" -> yours;
            case "shipped" -> {
                write(path, yours, shipped);
                yield shipped;
            }
            default -> {
                var value = choice.get().value().orElse("");
                if (yours.isPresent() && yours.get() instanceof Node.Tree) {
                    remove(path, yours.get());
                }
                text = notation.put(text, path, Values.fitting(value, yours));
                yield Optional.of(CHOSEN);
            }
        };
    }

    /** For this key, else for the whole file. */
    private Optional<Settled> choice(List<String> path) {
        return settlement.entrySet().stream()
                .filter(each -> !each.getKey().equals(Settled.WHOLE))
                .filter(each -> notation.path(each.getKey()).equals(path))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(settlement.get(Settled.WHOLE)));
    }

    private void write(List<String> path, Optional<Node> was, Optional<Node> wanted) {
        if (was.isPresent() && (wanted.isEmpty() || isMap(was) != isMap(wanted))) {
            remove(path, was.get());
        }
        wanted.ifPresent(node -> put(path, node));
    }

    private void put(List<String> path, Node node) {
        if (node instanceof Node.Tree tree && !tree.list() && !tree.entries().isEmpty()) {
            tree.entries().forEach(entry -> put(Masked.deeper(path, entry.name()), entry.value()));
            return;
        }
        text = notation.put(text, path, value(node));
    }

    /** As the release writes it: {@code 0x1F} stays that, and a quote a quote. */
    private Object value(Node node) {
        if (node instanceof Node.Leaf leaf && leaf.kind() != Node.Kind.NULL) {
            var span = leaf.span();
            if (span.start() >= 0 && span.end() > span.start()) {
                var raw = span.of(shippedText);
                if (raw.indexOf('\n') < 0) {
                    return new Raw(format == Format.YAML ? " " + raw : raw);
                }
            }
        }
        return Values.plain(node);
    }

    private void remove(List<String> path, Node node) {
        if (!Keys.kinds(format) && node instanceof Node.Tree tree) {
            tree.entries()
                    .forEach(entry -> remove(Masked.deeper(path, entry.name()), entry.value()));
            return;
        }
        text = notation.remove(text, path);
    }

    /** Trust nothing: what was written is read again. */
    private void prove(Optional<Node> wanted) {
        var made = notation.read(text);
        if (!same(wanted.map(KeyMerge::lean), Optional.of(lean(made)))) {
            throw Unfit.unwritable(format, List.of());
        }
    }

    /** Without empty maps: a section may stay when its last key goes. */
    private static Node lean(Node node) {
        if (!(node instanceof Node.Tree tree) || tree.list()) {
            return node;
        }
        return new Node.Tree(
                tree.span(),
                tree.inside(),
                false,
                tree.entries().stream()
                        .map(
                                entry ->
                                        new Node.Entry(
                                                entry.name(), entry.key(), lean(entry.value())))
                        .filter(
                                entry ->
                                        !(entry.value() instanceof Node.Tree inner)
                                                || !inner.entries().isEmpty())
                        .toList());
    }

    private static boolean isMap(Optional<Node> node) {
        return node.isPresent() && node.get() instanceof Node.Tree tree && !tree.list();
    }

    private static List<Node.Entry> entries(Node node) {
        return node instanceof Node.Tree tree ? tree.entries() : List.of();
    }

    private static boolean same(Optional<Node> one, Optional<Node> other) {
        return one.isPresent() == other.isPresent()
                && (one.isEmpty() || same(one.get(), other.orElseThrow()));
    }

    /** The order of a map says nothing, that of a list all. */
    private static boolean same(Node one, Node other) {
        if (one.equals(CHOSEN) || other.equals(CHOSEN)) {
            return true;
        }
        return switch (one) {
            case Node.Leaf leaf ->
                    other instanceof Node.Leaf second
                            && leaf.kind() == second.kind()
                            && (leaf.kind() == Node.Kind.NULL || leaf.text().equals(second.text()));
            case Node.Tree tree ->
                    other instanceof Node.Tree second
                            && tree.list() == second.list()
                            && tree.entries().size() == second.entries().size()
                            && tree.entries().stream()
                                    .allMatch(
                                            entry ->
                                                    second.at(List.of(entry.name()))
                                                            .filter(
                                                                    node ->
                                                                            same(
                                                                                    entry.value(),
                                                                                    node))
                                                            .isPresent());
        };
    }
}
