package bascule.format;

import bascule.problem.Fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads TOML into headers and pairs, each with its place. */
final class TomlScanner {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_+.:-]+(?: [0-9][0-9:.+Z-]+)?");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:inf|nan|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*(?:\\.[0-9_]+)?(?:[eE][+-]?[0-9_]+)?)");

    private final String text;
    private final TomlStrings strings;
    private final Map<List<String>, Integer> counts = new HashMap<>();
    private int at;

    TomlScanner(String text) {
        this.text = text;
        this.strings = new TomlStrings(text);
    }

    /** A key as it is written: dotted names, each with its place. */
    record Names(List<String> names, List<Span> spans) {}

    /**
     * @param path its names, and numbers where it is one of several
     */
    record Header(List<String> path, Names written, Span line, boolean several) {}

    /**
     * @param table the path of the header that it stands under
     * @param path the whole path
     */
    record Pair(List<String> table, List<String> path, Names written, Node value) {
        Span span() {
            return new Span(written.spans().getFirst().start(), value.span().end());
        }
    }

    record Toml(List<Header> headers, List<Pair> pairs) {}

    Toml scan() {
        var headers = new ArrayList<Header>();
        var pairs = new ArrayList<Pair>();
        List<String> table = List.of();
        for (at = Blank.skip(text, Blank.start(text)); at < text.length(); at = endOfLine()) {
            if (text.charAt(at) == '[') {
                headers.add(header());
                table = headers.getLast().path();
            } else {
                var written = names();
                at = Blank.spaces(text, at);
                expect('=');
                at = Blank.spaces(text, at);
                var path = new ArrayList<>(table);
                path.addAll(written.names());
                pairs.add(new Pair(table, path, written, value()));
            }
        }
        return new Toml(headers, pairs);
    }

    private int endOfLine() {
        at = Blank.trailingComment(text, at);
        var end = Blank.spaces(text, at);
        if (end < text.length() && "\r\n".indexOf(text.charAt(end)) < 0) {
            at = end;
            throw wrong("the line should end here");
        }
        return Blank.skip(text, end);
    }

    private Header header() {
        var start = at++;
        var several = at('[');
        at = Blank.spaces(text, several ? at + 1 : at);
        var written = names();
        at = Blank.spaces(text, at);
        expect(']');
        if (several) {
            expect(']');
        }
        var path = new ArrayList<String>();
        for (var depth = 0; depth < written.names().size(); depth++) {
            path.add(written.names().get(depth));
            var here = List.copyOf(path);
            if (several && depth == written.names().size() - 1) {
                counts.merge(here, 1, Integer::sum);
            }
            var count = counts.get(here);
            if (count != null) {
                path.add(String.valueOf(count - 1));
            }
        }
        return new Header(List.copyOf(path), written, new Span(start, at), several);
    }

    private Names names() {
        var names = new ArrayList<String>();
        var spans = new ArrayList<Span>();
        while (true) {
            var start = at;
            if (at('"') || at('\'')) {
                var string = strings.read(at);
                names.add(string.value());
                at = string.end();
            } else {
                var bare = BARE.matcher(text).region(at, text.length());
                if (!bare.lookingAt()) {
                    throw wrong("a name expected");
                }
                names.add(bare.group());
                at = bare.end();
            }
            spans.add(new Span(start, at));
            var dot = Blank.spaces(text, at);
            if (!text.startsWith(".", dot)) {
                return new Names(List.copyOf(names), List.copyOf(spans));
            }
            at = Blank.spaces(text, dot + 1);
        }
    }

    private Node value() {
        var start = at;
        if (at('[')) {
            return tree(']');
        }
        if (at('{')) {
            return tree('}');
        }
        if (at('"') || at('\'')) {
            var string = strings.read(at);
            at = string.end();
            return new Node.Leaf(new Span(start, at), Node.Kind.TEXT, string.value());
        }
        var word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw wrong("a value expected");
        }
        at = word.end();
        var said = word.group();
        if (said.equals("true") || said.equals("false")) {
            return new Node.Leaf(new Span(start, at), Node.Kind.TRUTH, said);
        }
        if (!NUMBER.matcher(said).matches() && !Character.isDigit(said.charAt(0))) {
            at = start;
            throw wrong("a value expected");
        }
        return new Node.Leaf(new Span(start, at), Node.Kind.NUMBER, said);
    }

    private Node tree(char close) {
        var start = at++;
        var entries = new ArrayList<Node.Entry>();
        for (at = Blank.skip(text, at); !at(close); at = Blank.skip(text, at)) {
            var from = at;
            if (close == ']') {
                var name = String.valueOf(entries.size());
                entries.add(new Node.Entry(name, new Span(from, from), value()));
            } else {
                var written = names();
                at = Blank.spaces(text, at);
                expect('=');
                at = Blank.spaces(text, at);
                var name = String.join(".", written.names());
                var key = new Span(from, written.spans().getLast().end());
                entries.add(new Node.Entry(name, key, value()));
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
                new Span(start, at), new Span(start + 1, at - 1), close == ']', entries);
    }

    private boolean at(char letter) {
        return at < text.length() && text.charAt(at) == letter;
    }

    private void expect(char letter) {
        if (!at(letter)) {
            throw wrong("'" + letter + "' expected");
        }
        at++;
    }

    private Fault wrong(String why) {
        return Unfit.malformed(Format.TOML, text, at, why);
    }
}
