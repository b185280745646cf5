package bascule.format;

import java.util.Optional;
import java.util.regex.Pattern;

/** The strings of PHP, read and written. */
// A scanner steps over what it has read.
@SuppressWarnings("IncrementInForLoopAndHeader")
final class PhpStrings {
    private static final Pattern HEREDOC =
            Pattern.compile("<<<[ \\t]*([\"']?)([A-Za-z_][A-Za-z0-9_]*)\\1");
    private static final Pattern NUMBERED =
            Pattern.compile("[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u\\{[0-9A-Fa-f]{1,6}}");

    private PhpStrings() {}

    /** In single quotes only {@code \\} and {@code \'} are escapes. */
    static String single(String inside) {
        var value = new StringBuilder();
        for (var at = 0; at < inside.length(); at++) {
            var letter = inside.charAt(at);
            if (letter == '\\'
                    && at + 1 < inside.length()
                    && "\\'".indexOf(inside.charAt(at + 1)) >= 0) {
                at++;
            }
            value.append(inside.charAt(at));
        }
        return value.toString();
    }

    /** In double quotes; empty where a variable stands in it. */
    static Optional<String> twofold(String inside) {
        var value = new StringBuilder();
        for (var at = 0; at < inside.length(); at++) {
            var letter = inside.charAt(at);
            var next = at + 1 < inside.length() ? inside.charAt(at + 1) : ' ';
            if ((letter == '$' && (Character.isLetter(next) || next == '_' || next == '{'))
                    || (letter == '{' && next == '$')) {
                return Optional.empty();
            }
            if (letter != '\\') {
                value.append(letter);
                continue;
            }
            var numbered = NUMBERED.matcher(inside).region(at + 1, inside.length());
            var simple = "ntrvef\\$\"".indexOf(next);
            if (simple >= 0) {
                value.append("\n\t\r\u000b\u001b\f\\$\"".charAt(simple));
                at++;
            } else if (numbered.lookingAt()) {
                value.appendCodePoint(codePoint(numbered.group()));
                at = numbered.end() - 1;
            } else {
                value.append(letter);
            }
        }
        return Optional.of(value.toString());
    }

    private static int codePoint(String numbered) {
        return switch (numbered.charAt(0)) {
            case 'x' -> Integer.parseInt(numbered.substring(1), 16);
            case 'u' -> Integer.parseInt(numbered.substring(2, numbered.length() - 1), 16);
            default -> Integer.parseInt(numbered, 8);
        };
    }

    /** Past a heredoc or nowdoc; past its sign where it is none. */
    static int endOfHeredoc(String text, int at) {
        var open = HEREDOC.matcher(text).region(at, text.length());
        if (!open.lookingAt()) {
            return at + 3;
        }
        var close =
                Pattern.compile("(?m)^[ \\t]*" + open.group(2) + "\\b")
                        .matcher(text)
                        .region(Blank.nextLine(text, open.end()), text.length());
        return close.find() ? close.end() : text.length();
    }

    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
