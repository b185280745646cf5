package bascule.format;

import bascule.problem.Fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the first array that a PHP file returns or assigns. What is not a plain value (a constant,
 * a call, a text with variables in it) is known only by its place.
 */
final class PhpScanner {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|(?:[0-9][0-9_]*)?\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_\\\\][A-Za-z0-9_\\\\]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern OPEN = Pattern.compile("\\[|(?i:array)\\s*\\(");

    private final String text;
    private int at;

    PhpScanner(String text) {
        this.text = text;
        at = text.indexOf("<?php");
        if (at < 0) {
            throw wrong("'<?php' expected");
        }
        at += 5;
    }

    /** The array, once its beginning is found at the outermost level. */
    Node.Tree root() {
        var depth = 0;
        for (at = Blank.skip(text, at); at < text.length(); at = Blank.skip(text, at)) {
            var letter = text.charAt(at);
            var before = at;
            if (depth == 0 && (word("return") || assigned())) {
                at = Blank.skip(text, at);
                if (open()) {
                    return tree();
                }
                at = Math.max(at, before + 1);
            } else if (letter == '\'' || letter == '"' || text.startsWith("<<<", at)) {
                skipString();
            } else {
                depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
                var word = WORD.matcher(text).region(at, text.length());
                at = word.lookingAt() ? word.end() : at + 1;
            }
        }
        throw wrong("an array that is returned or assigned expected");
    }

    private boolean word(String word) {
        var found = WORD.matcher(text).region(at, text.length());
        if (!found.lookingAt() || !found.group().equalsIgnoreCase(word)) {
            return false;
        }
        at = found.end();
        return true;
    }

    private boolean assigned() {
        var variable = VARIABLE.matcher(text).region(at, text.length());
        if (!variable.lookingAt()) {
            return false;
        }
        at = variable.end();
        var sign = Blank.skip(text, at);
        if (!text.startsWith("=", sign) || text.startsWith("==", sign)) {
            return false;
        }
        at = sign + 1;
        return true;
    }

    private boolean open() {
        return OPEN.matcher(text).region(at, text.length()).lookingAt();
    }

    private Node.Tree tree() {
        var start = at;
        var open = OPEN.matcher(text).region(at, text.length());
        if (!open.lookingAt()) {
            throw wrong("an array expected");
        }
        at = open.end();
        var inside = at;
        var close = open.group().equals("[") ? ']' : ')';
        var entries = new ArrayList<Node.Entry>();
        var next = 0L;
        var list = true;
        for (at = Blank.skip(text, at); !at(close); at = Blank.skip(text, at)) {
            var first = expression(close);
            if (text.startsWith("=>", Blank.skip(text, at))) {
                at = Blank.skip(text, Blank.skip(text, at) + 2);
                var name = first instanceof Node.Leaf leaf ? leaf.text() : "";
                next = name.matches("[0-9]{1,9}") ? Math.max(next, Long.parseLong(name) + 1) : next;
                entries.add(new Node.Entry(name, first.span(), expression(close)));
                list = false;
            } else {
                var place = new Span(first.span().start(), first.span().start());
                entries.add(new Node.Entry(String.valueOf(next++), place, first));
            }
            at = Blank.skip(text, at);
            if (at(',')) {
                at++;
            } else if (!at(close)) {
                throw wrong("',' or '" + close + "' expected");
            }
        }
        at++;
        return new Node.Tree(
                new Span(start, at),
                new Span(inside, at - 1),
                list && !entries.isEmpty(),
                List.copyOf(entries));
    }

    private Node expression(char close) {
        var start = at;
        var plain = plain();
        if (plain.isPresent()) {
            var next = Blank.skip(text, at);
            if (text.startsWith(",", next)
                    || text.startsWith("=>", next)
                    || (next < text.length() && text.charAt(next) == close)) {
                return plain.get();
            }
        }
        at = start;
        var end = start;
        var depth = 0;
        while (at < text.length()) {
            var letter = text.charAt(at);
            if (depth == 0 && (letter == ',' || letter == close || text.startsWith("=>", at))) {
                break;
            }
            if (letter == '\'' || letter == '"' || text.startsWith("<<<", at)) {
                skipString();
            } else {
                depth += "([{".indexOf(letter) >= 0 ? 1 : ")]}".indexOf(letter) >= 0 ? -1 : 0;
                at++;
            }
            end = at;
            at = Blank.skip(text, at);
        }
        if (end == start) {
            throw wrong("a value expected");
        }
        at = end;
        var span = new Span(start, end);
        return new Node.Leaf(span, Node.Kind.COMPUTED, span.of(text));
    }

    private Optional<Node> plain() {
        if (open()) {
            return Optional.of(tree());
        }
        var start = at;
        if (at('\'') || at('"')) {
            skipString();
            var inside = text.substring(start + 1, at - 1);
            var span = new Span(start, at);
            return text.charAt(start) == '\''
                    ? Optional.of(leaf(span, Node.Kind.TEXT, PhpStrings.single(inside)))
                    : PhpStrings.twofold(inside).map(value -> leaf(span, Node.Kind.TEXT, value));
        }
        var number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return Optional.of(leaf(new Span(start, at), Node.Kind.NUMBER, number.group()));
        }
        var word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            return Optional.empty();
        }
        at = word.end();
        var span = new Span(start, at);
        var said = word.group().toLowerCase(Locale.ROOT);
        return switch (said) {
            case "true", "false" -> Optional.of(leaf(span, Node.Kind.TRUTH, said));
            case "null" -> Optional.of(leaf(span, Node.Kind.NULL, said));
            default -> Optional.empty();
        };
    }

    private static Node leaf(Span span, Node.Kind kind, String text) {
        return new Node.Leaf(span, kind, text);
    }

    private void skipString() {
        if (text.startsWith("<<<", at)) {
            at = PhpStrings.endOfHeredoc(text, at);
            return;
        }
        var quote = text.charAt(at);
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            at += text.charAt(at) == '\\' ? 1 : 0;
        }
        if (at >= text.length()) {
            throw wrong("the text ends inside a string");
        }
        at++;
    }

    private boolean at(char letter) {
        if (at >= text.length()) {
            throw wrong("the text ends inside an array");
        }
        return text.charAt(at) == letter;
    }

    private Fault wrong(String why) {
        return Unfit.malformed(Format.PHP, text, Math.max(at, 0), why);
    }
}
