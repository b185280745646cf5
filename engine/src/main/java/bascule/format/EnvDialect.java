package bascule.format;

import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code KEY=value}, after {@code export} or not, as shells, dotenv, Compose and systemd agree on:
 * what needs quotes gets single ones, in which nothing is special anywhere.
 */
// A scanner steps over what it has read.
@SuppressWarnings("IncrementInForLoopAndHeader")
final class EnvDialect implements LineDialect {
    private static final Pattern START =
            Pattern.compile("(?:export[ \\t]+)?([^=\\s]+)(?:[ \\t]*(=)[ \\t]*)?");
    private static final Pattern NAME = Pattern.compile("[^=\\s#'\"]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");
    private static final Pattern COMMENT = Pattern.compile("(?:^|[ \\t]+)#");

    @Override
    public Format format() {
        return Format.ENV;
    }

    @Override
    public boolean sections() {
        return false;
    }

    @Override
    public boolean comment(String text, int at) {
        return text.charAt(at) == '#' || text.charAt(at) == '=';
    }

    @Override
    public Line entry(String text, int at) {
        var lineEnd = Blank.lineEnd(text, at);
        var start = START.matcher(text).region(at, lineEnd);
        if (!start.lookingAt()) {
            throw Unfit.malformed(Format.ENV, text, at, "NAME=value expected");
        }
        var key = new Span(start.start(1), start.end(1));
        var name = start.group(1);
        if (start.group(2) == null) {
            var none = new Span(key.end(), key.end());
            return new Line("", name, key, none, "", lineEnd, false);
        }
        var from = start.end();
        if (from < lineEnd && (text.charAt(from) == '\'' || text.charAt(from) == '"')) {
            var close = closing(text, from);
            var end = close < 0 ? -1 : Blank.lineEnd(text, close);
            if (close >= 0 && nothingAfter(text.substring(close + 1, end))) {
                var value = new Span(from, close + 1);
                return new Line("", name, key, value, unquoted(value.of(text)), end, true);
            }
        }
        if (from < lineEnd && text.charAt(from) == '#') {
            return new Line("", name, key, before(from, start.end(2)), "", lineEnd, true);
        }
        var rest = text.substring(from, lineEnd);
        var comment = COMMENT.matcher(rest);
        var plain = (comment.find() ? rest.substring(0, comment.start()) : rest).stripTrailing();
        var value = new Span(from, from + plain.length());
        return new Line("", name, key, value, plain, lineEnd, true);
    }

    /** Where a value would stand before a comment, with a space left between them. */
    static Span before(int comment, int sign) {
        var at = comment > sign + 1 ? sign + 1 : sign;
        return new Span(at, at);
    }

    private static boolean nothingAfter(String rest) {
        return rest.isBlank() || COMMENT.matcher(rest).lookingAt();
    }

    private static int closing(String text, int open) {
        var quote = text.charAt(open);
        for (var at = open + 1; at < text.length(); at++) {
            if (text.charAt(at) == quote) {
                return at;
            }
            at += quote == '"' && text.charAt(at) == '\\' ? 1 : 0;
        }
        return -1;
    }

    private static String unquoted(String quoted) {
        var inside = quoted.substring(1, quoted.length() - 1);
        if (quoted.startsWith("'")) {
            return inside;
        }
        var value = new StringBuilder();
        for (var at = 0; at < inside.length(); at++) {
            var letter = inside.charAt(at);
            var next = at + 1 < inside.length() ? inside.charAt(at + 1) : ' ';
            if (letter == '\\' && "\"\\$`nr".indexOf(next) >= 0) {
                value.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
                at++;
            } else {
                value.append(letter);
            }
        }
        return value.toString();
    }

    @Override
    public String name(String name, List<String> path) {
        if (!NAME.matcher(name).matches()) {
            throw Unfit.unwritable(Format.ENV, path);
        }
        return name;
    }

    @Override
    public String value(String value, String was, List<String> path) {
        if (value.indexOf('\0') >= 0) {
            throw Unfit.unwritable(Format.ENV, path);
        }
        var quoted = was.startsWith("'") || was.startsWith("\"");
        if (PLAIN.matcher(value).matches() && !quoted) {
            return value;
        }
        return value.indexOf('\'') < 0 && !was.startsWith("\"")
                ? "'" + value + "'"
                : twofold(value);
    }

    private static String twofold(String value) {
        var quoted = new StringBuilder("\"");
        for (var at = 0; at < value.length(); at++) {
            var letter = value.charAt(at);
            if ("\"\\$`".indexOf(letter) >= 0) {
                quoted.append('\\');
            }
            quoted.append(letter);
        }
        return quoted.append('"').toString();
    }

    @Override
    public String separator() {
        return "=";
    }
}
