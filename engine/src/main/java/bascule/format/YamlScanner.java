package bascule.format;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the first document of a YAML text. What an alias or a merge brings in is read, but its
 * place is {@link #FOREIGN}: it is written in another place.
 */
final class YamlScanner {
    static final Span FOREIGN = new Span(-1, -1);

    private static final int DEEPEST = 200;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setAllowDuplicateKeys(true)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();

    private final String text;
    private final int start;
    private final boolean wide;
    private int depth;

    YamlScanner(String text) {
        this.text = text;
        this.start = Blank.start(text);
        this.wide = text.codePointCount(0, text.length()) != text.length();
    }

    /** Empty where the document is. */
    Optional<Node> root() {
        try {
            var documents =
                    new Compose(SETTINGS).composeAllFromString(text.substring(start)).iterator();
            return documents.hasNext()
                    ? Optional.of(node(documents.next(), start)).filter(root -> !nothing(root))
                    : Optional.empty();
        } catch (MarkedYamlEngineException bad) {
            var mark = bad.getProblemMark();
            throw Unfit.malformed(
                    Format.YAML,
                    mark.map(Mark::getLine).orElse(0) + 1,
                    mark.map(Mark::getColumn).orElse(0) + 1,
                    bad.getProblem());
        } catch (YamlEngineException bad) {
            throw Unfit.malformed(Format.YAML, 1, 1, String.valueOf(bad.getMessage()));
        }
    }

    private static boolean nothing(Node root) {
        return root instanceof Node.Leaf leaf
                && leaf.kind() == Node.Kind.NULL
                && leaf.span().start() == leaf.span().end();
    }

    /**
     * @param least where it must begin at the earliest if it is written here and not elsewhere
     */
    private Node node(org.snakeyaml.engine.v2.nodes.Node from, int least) {
        if (++depth > DEEPEST) {
            throw Unfit.malformed(Format.YAML, text, Math.max(least, 0), "too deep");
        }
        var here = least >= 0 && place(from.getStartMark()) >= least;
        var node =
                switch (from) {
                    case ScalarNode scalar -> leaf(scalar, here, least);
                    case SequenceNode list -> list(list, here);
                    case MappingNode map -> map(map, here);
                    default -> new Node.Leaf(FOREIGN, Node.Kind.COMPUTED, "");
                };
        depth--;
        return node;
    }

    private Node leaf(ScalarNode scalar, boolean here, int least) {
        var value = scalar.getValue();
        var tag = scalar.getTag();
        var kind =
                tag.equals(Tag.STR)
                        ? Node.Kind.TEXT
                        : tag.equals(Tag.NULL)
                                ? Node.Kind.NULL
                                : tag.equals(Tag.BOOL)
                                        ? Node.Kind.TRUTH
                                        : tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)
                                                ? Node.Kind.NUMBER
                                                : Node.Kind.COMPUTED;
        if (!here) {
            return new Node.Leaf(FOREIGN, kind, value);
        }
        var from = place(scalar.getStartMark());
        var to = place(scalar.getEndMark());
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN && value.isEmpty() && from == to) {
            // Nothing is written: it would stand right behind its colon or dash.
            return new Node.Leaf(new Span(least, least), kind, value);
        }
        return new Node.Leaf(new Span(from, trimmed(from, to)), kind, value);
    }

    /** Without the empty lines that follow a text of several lines. */
    private int trimmed(int from, int to) {
        return from + text.substring(from, to).stripTrailing().length();
    }

    private Node list(SequenceNode list, boolean here) {
        var entries = new ArrayList<Node.Entry>();
        var flow = list.getFlowStyle() == FlowStyle.FLOW;
        var from = here ? place(list.getStartMark()) : -1;
        var open = here && flow ? text.indexOf('[', from) + 1 : from;
        var least = open;
        for (var item : list.getValue()) {
            var dash = here && !flow ? dash(least) : -1;
            var node = node(item, here ? Math.max(least, dash + 1) : -1);
            var at = node.span().start();
            entries.add(new Node.Entry(String.valueOf(entries.size()), new Span(at, at), node));
            least = Math.max(least, node.span().end());
        }
        return tree(here, from, open, place(list.getEndMark()), true, entries, flow);
    }

    /** Past the dash of the next item of a list, or the same place. */
    private int dash(int from) {
        var at = Blank.skip(text, from);
        return text.startsWith("-", at) ? at : from - 1;
    }

    private Node map(MappingNode map, boolean here) {
        var entries = new ArrayList<Node.Entry>();
        var merged = new ArrayList<Node.Entry>();
        var flow = map.getFlowStyle() == FlowStyle.FLOW;
        var from = here ? place(map.getStartMark()) : -1;
        var open = here && flow ? text.indexOf('{', from) + 1 : from;
        for (var pair : map.getValue()) {
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                continue;
            }
            var written =
                    here ? new Span(place(key.getStartMark()), place(key.getEndMark())) : FOREIGN;
            var value = node(pair.getValueNode(), here ? colon(written.end()) : -1);
            if (key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
                merge(value, merged);
            }
            entries.add(new Node.Entry(key.getValue(), written, alias(value, written)));
        }
        merged.addAll(entries);
        return tree(here, from, open, place(map.getEndMark()), false, merged, flow);
    }

    private static void merge(Node value, List<Node.Entry> merged) {
        if (value instanceof Node.Tree tree) {
            // The first of several that are merged wins; what stands later in our list does.
            for (var entry : tree.list() ? tree.entries().reversed() : tree.entries()) {
                if (tree.list()) {
                    merge(entry.value(), merged);
                } else {
                    merged.add(new Node.Entry(entry.name(), FOREIGN, entry.value()));
                }
            }
        }
    }

    /** An alias stands where its sign stands, though what it means stands elsewhere. */
    private Node alias(Node value, Span key) {
        if (key.equals(FOREIGN) || value.span().start() >= 0) {
            return value;
        }
        var at = Blank.spaces(text, colon(key.end()));
        var end = at;
        while (end < text.length() && " \t\r\n,]}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        var sign = new Span(at, end);
        return switch (value) {
            case Node.Leaf leaf -> new Node.Leaf(sign, leaf.kind(), leaf.text());
            case Node.Tree tree -> new Node.Tree(sign, FOREIGN, tree.list(), tree.entries());
        };
    }

    /** Past the colon that follows a key. */
    int colon(int keyEnd) {
        var at = Blank.skip(text, keyEnd);
        return text.startsWith(":", at) ? at + 1 : keyEnd;
    }

    private static Node tree(
            boolean here,
            int from,
            int open,
            int end,
            boolean list,
            List<Node.Entry> entries,
            boolean flow) {
        if (!here) {
            return new Node.Tree(FOREIGN, FOREIGN, list, entries);
        }
        if (flow) {
            return new Node.Tree(new Span(from, end), new Span(open, end - 1), list, entries);
        }
        var last = from;
        for (var entry : entries) {
            last = Math.max(last, entry.span().end());
        }
        return new Node.Tree(new Span(from, last), new Span(from, from), list, entries);
    }

    private int place(Optional<Mark> mark) {
        var index = mark.orElseThrow().getIndex();
        return wide ? text.offsetByCodePoints(start, index) : start + index;
    }
}
