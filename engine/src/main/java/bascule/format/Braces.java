package bascule.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes what stands between brackets and is parted by commas: JSON objects, PHP arrays, maps of
 * YAML and TOML on one line. Commas and line breaks are kept as the neighbours have them.
 */
final class Braces {
    /** What differs from format to format. */
    interface Style {
        /** A name and what parts it from its value. */
        String key(String name);

        String name(String name);

        String value(Object value, Layout layout, List<String> path);

        /** Whether it may go over several lines. */
        boolean wide();
    }

    private final Style style;
    private final String text;

    Braces(Style style, String text) {
        this.style = style;
        this.text = text;
    }

    String put(Node.Tree root, List<String> path, Object value) {
        var tree = root;
        for (var depth = 0; ; depth++) {
            var name = path.get(depth);
            var rest = path.subList(depth + 1, path.size());
            var at = tree.find(name);
            if (at < 0) {
                return add(tree, name, nested(rest, value), path.subList(0, depth + 1));
            }
            var found = tree.entries().get(at).value();
            if (found instanceof Node.Tree inner && !rest.isEmpty()) {
                tree = inner;
                continue;
            }
            var empty = found instanceof Node.Leaf leaf && leaf.kind() == Node.Kind.NULL;
            if (!rest.isEmpty() && !empty) {
                throw Unfit.notAMap(path.subList(0, depth + 1));
            }
            var layout = layout(tree, Blank.indent(text, found.span().start()));
            return found.span().replacedIn(text, style.value(nested(rest, value), layout, path));
        }
    }

    /** A value wrapped into the maps that are missing around it. */
    static Object nested(List<String> names, Object value) {
        if (names.isEmpty()) {
            return value;
        }
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put(names.getFirst(), nested(names.subList(1, names.size()), value));
        return outer;
    }

    private Layout layout(Node.Tree tree, String indent) {
        var wide = style.wide() && tree.span().of(text).indexOf('\n') >= 0;
        return new Layout(Blank.eol(text), indent, Blank.unit(text), wide);
    }

    private String add(Node.Tree tree, String name, Object value, List<String> path) {
        if (tree.list()
                && !tree.entries().isEmpty()
                && !name.equals(String.valueOf(tree.entries().size()))) {
            throw Unfit.notAMap(path.subList(0, path.size() - 1));
        }
        var key = tree.list() && !tree.entries().isEmpty() ? "" : style.key(name);
        if (tree.entries().isEmpty()) {
            return first(tree, key, value, path);
        }
        var last = tree.entries().getLast().span();
        var comma = comma(last.end());
        var end = Blank.trailingComment(text, comma < 0 ? last.end() : comma + 1);
        var after = Blank.spaces(text, end);
        var wide = Blank.firstOnLine(text, last.start()) || after == Blank.lineEnd(text, after);
        var indent = Blank.indent(text, last.start());
        var gap = wide ? Blank.eol(text) + indent : inlineGap(tree);
        var entry = gap + key + style.value(value, layout(tree, indent), path);
        if (comma < 0) {
            return text.substring(0, last.end())
                    + ","
                    + text.substring(last.end(), end)
                    + entry
                    + text.substring(end);
        }
        return text.substring(0, end) + entry + "," + text.substring(end);
    }

    private String first(Node.Tree tree, String key, Object value, List<String> path) {
        var indent = Blank.indent(text, tree.span().start());
        var wide = style.wide() && text.indexOf('\n') >= 0;
        var layout = new Layout(Blank.eol(text), indent, Blank.unit(text), wide);
        var inside = tree.inside().of(text).stripTrailing();
        return tree.inside()
                .replacedIn(
                        text,
                        inside
                                + layout.before()
                                + key
                                + style.value(value, layout.deeper(), path)
                                + layout.close());
    }

    private String inlineGap(Node.Tree tree) {
        if (tree.entries().size() < 2) {
            return " ";
        }
        var before = tree.entries().get(tree.entries().size() - 2).span().end();
        var start = tree.entries().getLast().span().start();
        var comma = comma(before);
        var gap = comma < 0 ? " " : text.substring(comma + 1, start);
        return gap.isBlank() && gap.indexOf('\n') < 0 ? gap : " ";
    }

    /** The comma that follows, or -1. */
    private int comma(int from) {
        var at = Blank.skip(text, from);
        return at < text.length() && text.charAt(at) == ',' ? at : -1;
    }

    String remove(Node.Tree tree, int index) {
        var entry = tree.entries().get(index).span();
        var comma = comma(entry.end());
        var end = comma < 0 ? entry.end() : comma + 1;
        var alone = Blank.firstOnLine(text, entry.start());
        var after = Blank.spaces(text, Blank.trailingComment(text, end));
        var whole = alone && after == Blank.lineEnd(text, after);
        var from = whole ? Blank.lineStart(text, entry.start()) : entry.start();
        var to = whole ? Blank.nextLine(text, after) : comma < 0 ? end : Blank.spaces(text, end);
        if (comma >= 0 || index == 0) {
            return text.substring(0, from) + text.substring(to);
        }
        // The last one: the comma before it parts nothing any more.
        var before = comma(tree.entries().get(index - 1).span().end());
        return whole
                ? text.substring(0, before) + text.substring(before + 1, from) + text.substring(to)
                : text.substring(0, before) + text.substring(end);
    }

    String rename(Node.Tree tree, int index, String name) {
        return tree.entries().get(index).key().replacedIn(text, style.name(name));
    }
}
