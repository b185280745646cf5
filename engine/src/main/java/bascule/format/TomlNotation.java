package bascule.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TOML: pairs under headers, and maps and lists on one line. */
final class TomlNotation implements Notation {
    private static final Layout LINE = new Layout("\n", "", "  ", false);

    @Override
    public Node read(String text) {
        var toml = new TomlScanner(text).scan();
        var root = new Table(false, new LinkedHashMap<>());
        for (var header : toml.headers()) {
            root.reach(header.path(), header.several());
        }
        for (var pair : toml.pairs()) {
            var parent = root.reach(pair.path().subList(0, pair.path().size() - 1), false);
            parent.parts().put(pair.path().getLast(), pair.value());
        }
        return root.node(new Span(0, text.length()));
    }

    /** A map or list that is put together from lines all over the text. */
    private record Table(boolean list, Map<String, Object> parts) {
        Table reach(List<String> path, boolean several) {
            var table = this;
            for (var depth = 0; depth < path.size(); depth++) {
                var listed = several && depth == path.size() - 2;
                if (!(table.parts.computeIfAbsent(
                                path.get(depth), _ -> new Table(listed, new LinkedHashMap<>()))
                        instanceof Table inner)) {
                    throw Unfit.notAMap(path.subList(0, depth + 1));
                }
                table = inner;
            }
            return table;
        }

        Node node(Span whole) {
            var entries = new ArrayList<Node.Entry>();
            parts.forEach(
                    (name, part) ->
                            entries.add(
                                    new Node.Entry(
                                            name,
                                            whole,
                                            part instanceof Table table
                                                    ? table.node(whole)
                                                    : (Node) part)));
            return new Node.Tree(whole, whole, list, entries);
        }
    }

    /** The pair that a path leads to, or into. */
    private static Optional<TomlScanner.Pair> pair(TomlScanner.Toml toml, List<String> path) {
        return toml.pairs().stream()
                .filter(pair -> begins(path, pair.path()))
                .reduce((_, later) -> later);
    }

    private static boolean begins(List<String> path, List<String> beginning) {
        return path.size() >= beginning.size()
                && path.subList(0, beginning.size()).equals(beginning);
    }

    @Override
    public Optional<Span> raw(String text, List<String> path) {
        return pair(new TomlScanner(text).scan(), path)
                .flatMap(pair -> pair.value().at(path.subList(pair.path().size(), path.size())))
                .map(Node::span);
    }

    @Override
    public String put(String text, List<String> path, Object value) {
        var toml = new TomlScanner(text).scan();
        var pair = pair(toml, path);
        if (pair.isPresent()) {
            var node = pair.get().value();
            var rest = path.subList(pair.get().path().size(), path.size());
            if (rest.isEmpty()) {
                return node.span().replacedIn(text, written(value, node.span().of(text), path));
            }
            if (node instanceof Node.Tree tree) {
                return new Braces(new TomlStyle(), text).put(tree, rest, value);
            }
            throw Unfit.notAMap(pair.get().path());
        }
        var isTable =
                toml.headers().stream().anyMatch(header -> begins(header.path(), path))
                        || toml.pairs().stream().anyMatch(any -> begins(any.path(), path));
        if (!isTable) {
            return add(text, toml, path, value);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw Unfit.notAMap(path);
        }
        var changed = text;
        for (var entry : map.entrySet()) {
            var inner = new ArrayList<>(path);
            inner.add(String.valueOf(entry.getKey()));
            changed = put(changed, inner, entry.getValue());
        }
        return changed;
    }

    private static String written(Object value, String was, List<String> path) {
        var literal = was.startsWith("'") && !was.startsWith("'''");
        return value instanceof String text && literal && text.matches("[^'\\p{Cntrl}]*")
                ? "'" + text + "'"
                : new TomlStyle().value(value, LINE, path);
    }

    private String add(String text, TomlScanner.Toml toml, List<String> path, Object value) {
        var table = home(toml, path);
        var names = path.subList(table.size(), path.size());
        var dotted =
                toml.pairs().stream()
                        .filter(pair -> pair.table().equals(table))
                        .anyMatch(
                                pair ->
                                        pair.written().names().size() > 1
                                                && begins(
                                                        pair.path(),
                                                        path.subList(0, table.size() + 1)));
        var eol = Blank.eol(text);
        var style = new TomlStyle();
        var last = style.key(path.getLast()) + written(value, "", path);
        if (names.size() > 1 && !dotted) {
            var header = path.subList(0, path.size() - 1).stream().map(style::name).toList();
            var blank = text.isBlank() || text.endsWith(eol + eol) ? "" : eol;
            return Blank.withLine(text, blank + "[" + String.join(".", header) + "]" + eol + last);
        }
        var before = names.subList(0, names.size() - 1).stream().map(n -> style.name(n) + ".");
        var line = String.join("", before.toList()) + last;
        var inIt = toml.pairs().stream().filter(pair -> pair.table().equals(table)).toList();
        if (!inIt.isEmpty()) {
            var end = Blank.lineEnd(text, inIt.getLast().span().end());
            var indent = Blank.indent(text, inIt.getLast().span().start());
            return text.substring(0, end) + eol + indent + line + text.substring(end);
        }
        if (table.isEmpty()) {
            return beforeHeaders(text, toml, line + eol);
        }
        var header = toml.headers().stream().filter(one -> one.path().equals(table)).findFirst();
        var end = Blank.lineEnd(text, header.orElseThrow().line().end());
        return text.substring(0, end) + eol + line + text.substring(end);
    }

    /** The deepest header that the path begins with. */
    private static List<String> home(TomlScanner.Toml toml, List<String> path) {
        List<String> home = List.of();
        for (var header : toml.headers()) {
            if (header.path().size() > home.size()
                    && header.path().size() < path.size()
                    && begins(path, header.path())) {
                home = header.path();
            }
        }
        return home;
    }

    /** Above the first header and the comment that belongs to it. */
    private static String beforeHeaders(String text, TomlScanner.Toml toml, String line) {
        if (toml.headers().isEmpty()) {
            return Blank.withLine(text, line.stripTrailing());
        }
        var at = Blank.lineStart(text, toml.headers().getFirst().line().start());
        while (at > Blank.start(text)) {
            var above = Blank.lineStart(text, at - 1);
            if (!text.substring(above, at).stripLeading().startsWith("#")) {
                break;
            }
            at = above;
        }
        at = Math.max(at, Blank.start(text));
        return text.substring(0, at) + line + text.substring(at);
    }

    @Override
    public String remove(String text, List<String> path) {
        var toml = new TomlScanner(text).scan();
        var pair = pair(toml, path);
        if (pair.isPresent() && pair.get().path().size() < path.size()) {
            var rest = path.subList(pair.get().path().size(), path.size());
            return pair.get().value().at(rest.subList(0, rest.size() - 1)).orElse(null)
                                    instanceof Node.Tree tree
                            && tree.find(rest.getLast()) >= 0
                    ? new Braces(new TomlStyle(), text).remove(tree, tree.find(rest.getLast()))
                    : text;
        }
        var lines = new ArrayList<Span>();
        toml.pairs().stream()
                .filter(one -> begins(one.path(), path))
                .forEach(one -> lines.add(one.span()));
        toml.headers().stream()
                .filter(one -> begins(one.path(), path))
                .forEach(one -> lines.add(one.line()));
        lines.sort(java.util.Comparator.comparingInt(Span::start).reversed());
        var changed = text;
        for (var line : lines) {
            changed = Blank.withoutLines(changed, line.start(), line.end());
        }
        return changed;
    }

    @Override
    public String rename(String text, List<String> path, String name) {
        var toml = new TomlScanner(text).scan();
        var pair = pair(toml, path);
        if (pair.isPresent() && pair.get().path().size() < path.size()) {
            var rest = path.subList(pair.get().path().size(), path.size());
            var parent = pair.get().value().at(rest.subList(0, rest.size() - 1)).orElseThrow();
            return parent instanceof Node.Tree tree
                    ? new Braces(new TomlStyle(), text)
                            .rename(tree, tree.find(rest.getLast()), name)
                    : text;
        }
        var spans = new ArrayList<Span>();
        for (var header : toml.headers()) {
            if (begins(header.path(), path) && header.written().names().size() >= path.size()) {
                spans.add(header.written().spans().get(path.size() - 1));
            }
        }
        for (var one : toml.pairs()) {
            if (begins(one.path(), path) && one.table().size() < path.size()) {
                spans.add(one.written().spans().get(path.size() - 1 - one.table().size()));
            }
        }
        spans.sort(java.util.Comparator.comparingInt(Span::start).reversed());
        var changed = text;
        for (var span : spans) {
            changed = span.replacedIn(changed, new TomlStyle().name(name));
        }
        return changed;
    }
}
