package bascule.format;

import java.util.List;

/**
 * Properties as Java reads them: escapes, lines that go on after a backslash, names that end at
 * {@code =}, {@code :} or a space. What is not ASCII is escaped, so that no encoding matters.
 */
// A scanner steps over what it has read.
@SuppressWarnings("IncrementInForLoopAndHeader")
final class PropertiesDialect implements LineDialect {
    @Override
    public Format format() {
        return Format.PROPERTIES;
    }

    @Override
    public boolean sections() {
        return false;
    }

    @Override
    public boolean comment(String text, int at) {
        return text.charAt(at) == '#' || text.charAt(at) == '!';
    }

    @Override
    public Line entry(String text, int at) {
        var end = end(text, at);
        var keyEnd = at;
        while (keyEnd < end && "=: \t\f".indexOf(text.charAt(keyEnd)) < 0) {
            keyEnd += text.charAt(keyEnd) == '\\' ? 2 : 1;
        }
        keyEnd = Math.min(keyEnd, end);
        var from = Math.min(Blank.spaces(text, keyEnd), end);
        if (from < end && "=:".indexOf(text.charAt(from)) >= 0) {
            from = Math.min(Blank.spaces(text, from + 1), end);
        }
        var key = new Span(at, keyEnd);
        var value = new Span(from, end);
        var read = unescaped(value.of(text));
        return new Line("", unescaped(key.of(text)), key, value, read, end, from > keyEnd);
    }

    /** Where it ends with the lines that go on with it. */
    private static int end(String text, int at) {
        var end = Blank.lineEnd(text, at);
        while (end < text.length()) {
            var slashes = 0;
            while (end - slashes > at && text.charAt(end - slashes - 1) == '\\') {
                slashes++;
            }
            if (slashes % 2 == 0 || Blank.nextLine(text, end) >= text.length()) {
                return end;
            }
            end = Blank.lineEnd(text, Blank.nextLine(text, end));
        }
        return end;
    }

    private static String unescaped(String raw) {
        var value = new StringBuilder();
        for (var at = 0; at < raw.length(); at++) {
            var letter = raw.charAt(at);
            if (letter != '\\') {
                value.append(letter);
                continue;
            }
            at++;
            var next = at < raw.length() ? raw.charAt(at) : '\n';
            if (next == '\r' || next == '\n') {
                at = Blank.spaces(raw, Blank.nextLine(raw, at)) - 1;
            } else if (next == 'u' && raw.substring(at).matches("(?s)u[0-9A-Fa-f]{4}.*")) {
                value.append((char) Integer.parseInt(raw, at + 1, at + 5, 16));
                at += 4;
            } else {
                var simple = "ntrf".indexOf(next);
                value.append(simple < 0 ? next : "\n\t\r\f".charAt(simple));
            }
        }
        return value.toString();
    }

    @Override
    public String name(String name, List<String> path) {
        if (name.isEmpty()) {
            throw Unfit.unwritable(Format.PROPERTIES, path);
        }
        return escaped(name, "=:#! ");
    }

    @Override
    public String value(String value, String was, List<String> path) {
        var spaces = value.length() - value.stripLeading().length();
        return escaped(value.substring(0, spaces), " ") + escaped(value.substring(spaces), "");
    }

    private static String escaped(String text, String special) {
        var escaped = new StringBuilder();
        for (var at = 0; at < text.length(); at++) {
            var letter = text.charAt(at);
            var simple = "\n\t\r\f".indexOf(letter);
            if (simple >= 0) {
                escaped.append('\\').append("ntrf".charAt(simple));
            } else if (letter == '\\' || special.indexOf(letter) >= 0) {
                escaped.append('\\').append(letter);
            } else if (letter < ' ' || letter > '~') {
                escaped.append("\\u%04x".formatted((int) letter));
            } else {
                escaped.append(letter);
            }
        }
        return escaped.toString();
    }

    @Override
    public String separator() {
        return "=";
    }
}
