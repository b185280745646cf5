package bascule.format;

import bascule.problem.Fault;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads JSON; comments and a comma too many are let through, as many applications do. */
final class JsonScanner {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final int DEEPEST = 500;

    private final String text;
    private int at;
    private int depth;

    JsonScanner(String text) {
        this.text = text;
        at = Blank.skip(text, Blank.start(text));
    }

    /** One value, and nothing after it. */
    Node one() {
        var node = value();
        at = Blank.skip(text, at);
        if (at < text.length()) {
            throw wrong("nothing more expected here");
        }
        return node;
    }

    /** One value, or several one after the other, as some commands print a line for each. */
    Node all() {
        var values = new ArrayList<Node.Entry>();
        var first = at;
        do {
            var start = at;
            values.add(
                    new Node.Entry(String.valueOf(values.size()), new Span(start, start), value()));
            at = Blank.skip(text, at);
        } while (at < text.length());
        var span = new Span(first, text.length());
        return values.size() == 1
                ? values.getFirst().value()
                : new Node.Tree(span, span, true, values);
    }

    private Node value() {
        if (at >= text.length()) {
            throw wrong("a value expected, but the text ends");
        }
        return switch (text.charAt(at)) {
            case '{' -> tree('}', false);
            case '[' -> tree(']', true);
            case '"' -> {
                var start = at;
                var value = string();
                yield new Node.Leaf(new Span(start, at), Node.Kind.TEXT, value);
            }
            default -> word();
        };
    }

    private Node tree(char close, boolean list) {
        if (++depth > DEEPEST) {
            throw wrong("too deep");
        }
        var start = at++;
        var entries = new ArrayList<Node.Entry>();
        at = Blank.skip(text, at);
        while (!at(close)) {
            entries.add(list ? item(entries) : pair());
            at = Blank.skip(text, at);
            if (at(',')) {
                at = Blank.skip(text, at + 1);
            } else if (!at(close)) {
                throw wrong("',' or '" + close + "' expected");
            }
        }
        at++;
        depth--;
        return new Node.Tree(
                new Span(start, at), new Span(start + 1, at - 1), list, List.copyOf(entries));
    }

    private Node.Entry item(List<Node.Entry> before) {
        return new Node.Entry(String.valueOf(before.size()), new Span(at, at), value());
    }

    private Node.Entry pair() {
        var start = at;
        if (!at('"')) {
            throw wrong("a name in quotes expected");
        }
        var name = string();
        var key = new Span(start, at);
        at = Blank.skip(text, at);
        if (!at(':')) {
            throw wrong("':' expected");
        }
        at = Blank.skip(text, at + 1);
        return new Node.Entry(name, key, value());
    }

    private Node word() {
        var start = at;
        for (var word : List.of("true", "false", "null")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                var kind = word.equals("null") ? Node.Kind.NULL : Node.Kind.TRUTH;
                return new Node.Leaf(new Span(start, at), kind, word);
            }
        }
        var number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("a value expected");
        }
        at = number.end();
        return new Node.Leaf(new Span(start, at), Node.Kind.NUMBER, number.group());
    }

    private String string() {
        var value = new StringBuilder();
        for (at++; !at('"'); at++) {
            if (at >= text.length() || text.charAt(at) == '\n') {
                throw wrong("'\"' expected");
            }
            if (at('\\')) {
                at++;
                value.append(escaped());
            } else {
                value.append(text.charAt(at));
            }
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        var letter = at < text.length() ? text.charAt(at) : ' ';
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> letter;
            case 'u' -> {
                at += 4;
                try {
                    yield (char) Integer.parseInt(text, at - 3, at + 1, 16);
                } catch (IndexOutOfBoundsException | NumberFormatException bad) {
                    throw wrong("four hexadecimal digits expected");
                }
            }
            default -> throw wrong("no such escape");
        };
    }

    private boolean at(char letter) {
        return at < text.length() && text.charAt(at) == letter;
    }

    private Fault wrong(String why) {
        return Unfit.malformed(Format.JSON, text, at, why);
    }
}
