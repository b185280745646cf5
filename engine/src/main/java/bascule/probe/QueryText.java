package bascule.probe;

import bascule.fact.Template;
import bascule.problem.Fault;
import bascule.text.Text;

import java.util.function.Function;

/**
 * Fills a query: a value alone becomes a quoted literal, one that touches a name must be a plain
 * name, one inside quotes is refused, so that no value can turn a query into another.
 */
public final class QueryText {
    private QueryText() {}

    /**
     * @param server {@code mariadb postgresql sqlite mongodb redis}: how a literal is written
     * @throws Fault BSC-471 where a value does not fit its place
     */
    public static String fill(Template query, String server, Function<String, String> value) {
        var text = query.text();
        var filled = new StringBuilder();
        var quote = ' ';
        var at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                filled.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                var close = text.indexOf('}', at);
                var name = text.substring(at + 2, close < 0 ? text.length() : close);
                if (quote == '\'' || quote == '"' || close < 0) {
                    throw new Fault("BSC-471", Text.of("look.query-quotes", name));
                }
                var touches =
                        quote == '`'
                                || (at > 0 && namely(text.charAt(at - 1)))
                                || (close + 1 < text.length() && namely(text.charAt(close + 1)));
                filled.append(piece(name, value.apply(name), touches, server));
                at = close + 1;
            } else {
                var letter = text.charAt(at++);
                filled.append(letter);
                if (quote == ' ') {
                    quote = "'\"`".indexOf(letter) >= 0 ? letter : ' ';
                } else if (letter == quote) {
                    quote = ' ';
                }
            }
        }
        return filled.toString();
    }

    private static boolean namely(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || letter == '.';
    }

    private static String piece(String name, String value, boolean touches, String server) {
        if (touches) {
            if (!value.matches("[A-Za-z0-9_]*")) {
                throw new Fault("BSC-471", Text.of("look.query-name", name));
            }
            return value;
        }
        if (value.indexOf('\0') >= 0) {
            throw new Fault("BSC-471", Text.of("look.query-name", name));
        }
        return literal(server, value);
    }

    /** A value as a literal of that server's language. */
    public static String literal(String server, String value) {
        return switch (server) {
            case "mongodb", "redis" -> bascule.json.Json.line(value);
            // There a backslash is an escape, too.
            case "mariadb" -> "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
            default -> "'" + value.replace("'", "''") + "'";
        };
    }
}
