package bascule.format;

import java.util.List;
import java.util.Optional;

/** A format that is brackets and commas all through: JSON, PHP arrays. */
interface TreeNotation extends Notation {
    /** How its parts are written into this text. */
    Braces.Style style(String text);

    /** The outermost brackets; a fault where there are none. */
    Node.Tree root(String text);

    @Override
    default Optional<Span> raw(String text, List<String> path) {
        return root(text).at(path).map(Node::span);
    }

    @Override
    default String put(String text, List<String> path, Object value) {
        return new Braces(style(text), text).put(root(text), path, value);
    }

    @Override
    default String remove(String text, List<String> path) {
        var parent = parent(text, path);
        var at = parent.map(tree -> tree.find(path.getLast())).orElse(-1);
        return at < 0 ? text : new Braces(style(text), text).remove(parent.orElseThrow(), at);
    }

    @Override
    default String rename(String text, List<String> path, String name) {
        var parent = parent(text, path).orElseThrow();
        return new Braces(style(text), text).rename(parent, parent.find(path.getLast()), name);
    }

    private Optional<Node.Tree> parent(String text, List<String> path) {
        return root(text)
                .at(path.subList(0, path.size() - 1))
                .filter(Node.Tree.class::isInstance)
                .map(Node.Tree.class::cast);
    }
}
