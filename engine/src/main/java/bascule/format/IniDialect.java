package bascule.format;

import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code [section]} and {@code key = value}: php.ini, my.cnf, units of systemd, repositories. A
 * line that steps in further and has no key of its own goes on with the value before it.
 */
// A scanner steps over what it has read.
@SuppressWarnings("IncrementInForLoopAndHeader")
final class IniDialect implements LineDialect {
    private static final Pattern COMMENT = Pattern.compile("[ \\t]+[;#]");
    private static final Pattern COLON = Pattern.compile("([^=:\\s]+)[ \\t]*:(?=\\s)");
    private static final Pattern UNFIT_NAME =
            Pattern.compile("|.*[=\\r\\n].*|[;#\\[\\s].*|.*\\s|.*:(?:\\s.*)?", Pattern.DOTALL);
    private static final Pattern PLAIN =
            Pattern.compile(
                    "|(?!.*\\\\$)[^\\s\\p{Cntrl};#\"'](?:[^\\p{Cntrl};#]*[^\\s\\p{Cntrl};#\\\\])?");

    @Override
    public Format format() {
        return Format.INI;
    }

    @Override
    public boolean sections() {
        return true;
    }

    @Override
    public boolean comment(String text, int at) {
        return text.charAt(at) == ';' || text.charAt(at) == '#';
    }

    @Override
    public Line entry(String text, int at) {
        var lineEnd = Blank.lineEnd(text, at);
        var sign = sign(text, at, lineEnd);
        var key = new Span(at, at + text.substring(at, sign).stripTrailing().length());
        var name = key.of(text);
        if (sign == lineEnd) {
            return new Line("", name, key, new Span(key.end(), key.end()), "", lineEnd, false);
        }
        var from = Blank.spaces(text, sign + 1);
        if (from < lineEnd && comment(text, from)) {
            var none = EnvDialect.before(from, sign + 1);
            return new Line("", name, key, none, "", lineEnd, true);
        }
        var close = closing(text, from, lineEnd);
        if (close > 0) {
            var value = new Span(from, close + 1);
            return new Line("", name, key, value, unquoted(value.of(text)), lineEnd, true);
        }
        var end = end(text, at, lineEnd);
        var rest = text.substring(from, end);
        var comment = COMMENT.matcher(rest);
        var plain =
                (end == lineEnd && comment.find() ? rest.substring(0, comment.start()) : rest)
                        .replaceFirst("[ \\t]+$", "");
        var read = plain.lines().map(String::trim).reduce((a, b) -> a + "\n" + b).orElse("");
        return new Line("", name, key, new Span(from, from + plain.length()), read, end, true);
    }

    private static int sign(String text, int at, int lineEnd) {
        var colon = COLON.matcher(text).region(at, lineEnd);
        if (colon.lookingAt()) {
            return colon.end() - 1;
        }
        var equals = text.indexOf('=', at);
        if (equals >= 0 && equals < lineEnd) {
            return equals;
        }
        var last = text.indexOf(':', at);
        return last >= 0 && last < lineEnd ? last : lineEnd;
    }

    /** Where the value ends with the lines that go on with it. */
    private static int end(String text, int key, int lineEnd) {
        var indent = key - Blank.lineStart(text, key);
        var end = lineEnd;
        while (end < text.length()) {
            var start = Blank.nextLine(text, end);
            var next = Blank.lineEnd(text, start);
            var first = Blank.spaces(text, start);
            var told = end > 0 && text.charAt(end - 1) == '\\';
            var deeper =
                    first - start > indent
                            && first < next
                            && "#;".indexOf(text.charAt(first)) < 0
                            && !LineNotation.HEADER.matcher(text).region(first, next).lookingAt()
                            && sign(text, first, next) == next;
            if (start >= text.length() || (!told && !deeper)) {
                return end;
            }
            end = next;
        }
        return end;
    }

    private static int closing(String text, int open, int lineEnd) {
        if (open >= lineEnd || (text.charAt(open) != '"' && text.charAt(open) != '\'')) {
            return -1;
        }
        var quote = text.charAt(open);
        for (var at = open + 1; at < lineEnd; at++) {
            if (text.charAt(at) == quote) {
                var rest = text.substring(at + 1, lineEnd);
                return rest.isBlank() || rest.strip().matches("[;#].*") ? at : -1;
            }
            at += quote == '"' && text.charAt(at) == '\\' ? 1 : 0;
        }
        return -1;
    }

    private static String unquoted(String quoted) {
        var inside = quoted.substring(1, quoted.length() - 1);
        return quoted.startsWith("'") ? inside : inside.replaceAll("\\\\([\"\\\\])", "$1");
    }

    @Override
    public String name(String name, List<String> path) {
        if (UNFIT_NAME.matcher(name).matches()) {
            throw Unfit.unwritable(Format.INI, path);
        }
        return name;
    }

    @Override
    public String value(String value, String was, List<String> path) {
        if (value.chars().anyMatch(letter -> letter == '\n' || letter == '\r' || letter == 0)) {
            throw Unfit.unwritable(Format.INI, path);
        }
        var quoted = was.startsWith("\"") && was.endsWith("\"");
        return PLAIN.matcher(value).matches() && !quoted
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String separator() {
        return " = ";
    }
}
