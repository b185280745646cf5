package bascule.format;

import java.util.List;
import java.util.Optional;

/**
 * YAML: blocks are changed line by line, what stands in brackets like JSON. What an alias or a
 * merge brings in can be read but not changed; a key of its own can be set over it.
 */
final class YamlNotation implements Notation {
    private final YamlStyle style = new YamlStyle();

    @Override
    public Node read(String text) {
        var whole = new Span(Blank.start(text), text.length());
        return new YamlScanner(text)
                .root()
                .orElseGet(() -> new Node.Tree(whole, whole, false, List.of()));
    }

    private static boolean flow(Node.Tree tree) {
        return tree.inside().start() > tree.span().start();
    }

    /** The place of an entry that is written in this map or list itself, or -1. */
    private static int own(Node.Tree tree, String name) {
        var at = tree.find(name);
        return at >= 0 && tree.entries().get(at).key().start() >= 0 ? at : -1;
    }

    private static List<Node.Entry> ownEntries(Node.Tree tree) {
        return tree.entries().stream().filter(entry -> entry.key().start() >= 0).toList();
    }

    /** From behind the colon or dash to the end of the value. */
    private static Span region(String text, Node.Tree tree, Node.Entry entry) {
        var value = entry.value().span();
        if (tree.list()) {
            var dash = value.start() - 1;
            while (dash > 0 && text.charAt(dash) != '-') {
                dash--;
            }
            return new Span(dash + 1, value.end());
        }
        var colon = new YamlScanner(text).colon(entry.key().end());
        return new Span(colon, Math.max(colon, value.end()));
    }

    @Override
    public Optional<Span> raw(String text, List<String> path) {
        if (!(new YamlScanner(text).root().orElse(null) instanceof Node.Tree root)) {
            return Optional.empty();
        }
        var tree = root;
        for (var depth = 0; ; depth++) {
            var at = own(tree, path.get(depth));
            if (at < 0) {
                return Optional.empty();
            }
            var entry = tree.entries().get(at);
            if (depth == path.size() - 1) {
                return Optional.of(flow(tree) ? entry.value().span() : region(text, tree, entry));
            }
            if (!(entry.value() instanceof Node.Tree inner)) {
                return Optional.empty();
            }
            if (inner.inside().equals(YamlScanner.FOREIGN)) {
                throw Unfit.elsewhere(path.subList(0, depth + 1));
            }
            tree = inner;
        }
    }

    @Override
    public String put(String text, List<String> path, Object value) {
        var root = new YamlScanner(text).root();
        if (root.isEmpty()) {
            var rest = Braces.nested(path.subList(1, path.size()), value);
            var line = style.name(path.getFirst()) + ":" + style.block(rest, "", layout(text, 0));
            return Blank.withLine(text, line);
        }
        if (!(root.get() instanceof Node.Tree tree)) {
            throw Unfit.notAMap(List.of());
        }
        return put(text, tree, path, 0, value);
    }

    private String put(String text, Node.Tree tree, List<String> path, int depth, Object value) {
        if (flow(tree)) {
            refuseForeign(tree, path, depth);
            return new Braces(style, text).put(tree, path.subList(depth, path.size()), value);
        }
        var at = own(tree, path.get(depth));
        var rest = path.subList(depth + 1, path.size());
        if (at < 0) {
            return add(text, tree, path.subList(0, depth + 1), Braces.nested(rest, value));
        }
        var entry = tree.entries().get(at);
        if (!rest.isEmpty() && entry.value() instanceof Node.Tree inner) {
            if (inner.inside().equals(YamlScanner.FOREIGN)) {
                throw Unfit.elsewhere(path.subList(0, depth + 1));
            }
            return put(text, inner, path, depth + 1, value);
        }
        var nothing = entry.value() instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.NULL;
        if (!rest.isEmpty() && !nothing) {
            throw Unfit.notAMap(path.subList(0, depth + 1));
        }
        var region = region(text, tree, entry);
        var was = region.of(text);
        if (was.stripLeading().startsWith("&")) {
            throw Unfit.elsewhere(path.subList(0, depth + 1));
        }
        var layout = layout(text, column(text, tree, entry));
        return region.replacedIn(text, style.block(Braces.nested(rest, value), was, layout));
    }

    private static void refuseForeign(Node.Tree tree, List<String> path, int depth) {
        for (var at = depth; at < path.size() - 1; at++) {
            var index = tree.find(path.get(at));
            if (index < 0 || !(tree.entries().get(index).value() instanceof Node.Tree inner)) {
                return;
            }
            if (inner.inside().start() < 0) {
                throw Unfit.elsewhere(path.subList(0, at + 1));
            }
            tree = inner;
        }
    }

    private static int column(String text, Node.Tree tree, Node.Entry entry) {
        var at = tree.list() ? region(text, tree, entry).start() - 1 : entry.key().start();
        return at - Math.max(Blank.lineStart(text, at), Blank.start(text));
    }

    private static int unit(String text) {
        var unit = Blank.unit(text);
        return unit.isBlank() && unit.indexOf('\t') < 0 && unit.length() <= 8 ? unit.length() : 2;
    }

    private static Layout layout(String text, int column) {
        return new Layout(Blank.eol(text), " ".repeat(column), " ".repeat(unit(text)), true);
    }

    private String add(String text, Node.Tree tree, List<String> path, Object value) {
        var own = ownEntries(tree);
        if (own.isEmpty() || (tree.list() && !path.getLast().equals(String.valueOf(own.size())))) {
            throw Unfit.notAMap(path.subList(0, path.size() - 1));
        }
        var first = own.getFirst();
        var column = column(text, tree, first);
        var name = tree.list() ? "-" : style.name(path.getLast()) + ":";
        var layout = layout(text, column);
        var end = end(text, tree.span().end(), own.getLast().value());
        return text.substring(0, end)
                + layout.eol()
                + layout.indent()
                + name
                + style.block(value, "", layout)
                + text.substring(end);
    }

    /** The end of the last line of a block; empty lines that a text keeps belong to it. */
    private static int end(String text, int from, Node last) {
        var end = Blank.lineEnd(text, from);
        var keeps = last.span().start() >= 0 && last.span().of(text).matches("(?s)[|>][0-9]?\\+.*");
        while (keeps && Blank.nextLine(text, end) < text.length()) {
            var next = Blank.nextLine(text, end);
            if (!text.substring(next, Blank.lineEnd(text, next)).isBlank()) {
                break;
            }
            end = Blank.lineEnd(text, next);
        }
        return end;
    }

    @Override
    public String remove(String text, List<String> path) {
        if (!(new YamlScanner(text).root().orElse(null) instanceof Node.Tree root)) {
            return text;
        }
        var parentPath = path.subList(0, path.size() - 1);
        if (!(root.at(parentPath).orElse(null) instanceof Node.Tree tree)
                || tree.find(path.getLast()) < 0) {
            return text;
        }
        refuseForeign(root, path, 0);
        var at = own(tree, path.getLast());
        if (at < 0) {
            throw Unfit.elsewhere(path);
        }
        if (flow(tree)) {
            return new Braces(style, text).remove(tree, at);
        }
        var entry = tree.entries().get(at);
        if (ownEntries(tree).size() == 1 && !parentPath.isEmpty()) {
            var region = raw(text, parentPath).orElseThrow();
            return region.replacedIn(text, tree.list() ? " []" : " {}");
        }
        var begin = tree.list() ? region(text, tree, entry).start() - 1 : entry.key().start();
        if (Blank.firstOnLine(text, begin)) {
            return Blank.withoutLines(text, begin, Math.max(begin, entry.value().span().end()));
        }
        var next = tree.entries().get(at + 1).key().start();
        return text.substring(0, begin) + text.substring(next);
    }

    @Override
    public String rename(String text, List<String> path, String name) {
        var parent = read(text).at(path.subList(0, path.size() - 1)).orElseThrow();
        if (!(parent instanceof Node.Tree tree) || own(tree, path.getLast()) < 0) {
            throw Unfit.elsewhere(path);
        }
        return tree.entries()
                .get(own(tree, path.getLast()))
                .key()
                .replacedIn(text, style.name(name));
    }
}
