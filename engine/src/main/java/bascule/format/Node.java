package bascule.format;

import java.util.List;
import java.util.Optional;

/** What a scanner understood of a text, with the place of everything in it. */
sealed interface Node {
    Span span();

    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NULL,
        /** A program decides it when it runs: nobody can read it here. */
        COMPUTED
    }

    /**
     * @param text without quotes and escapes; numbers as written
     */
    record Leaf(Span span, Kind kind, String text) implements Node {}

    /**
     * A map or a list.
     *
     * @param inside what stands between its brackets, where it has some
     */
    record Tree(Span span, Span inside, boolean list, List<Entry> entries) implements Node {
        public Tree {
            entries = List.copyOf(entries);
        }

        /** Where a name is said twice the last one is in force. */
        int find(String name) {
            for (var at = entries.size() - 1; at >= 0; at--) {
                if (entries.get(at).name().equals(name)) {
                    return at;
                }
            }
            return -1;
        }
    }

    /**
     * @param name in a list its number, from 0
     * @param key where the name is written; in a list an empty stretch before the value
     */
    record Entry(String name, Span key, Node value) {
        Span span() {
            return new Span(key.start(), Math.max(key.end(), value.span().end()));
        }
    }

    /** What a path leads to. */
    default Optional<Node> at(List<String> path) {
        Node node = this;
        for (var name : path) {
            if (!(node instanceof Tree tree) || tree.find(name) < 0) {
                return Optional.empty();
            }
            node = tree.entries().get(tree.find(name)).value();
        }
        return Optional.of(node);
    }
}
