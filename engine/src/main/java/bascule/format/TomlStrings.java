package bascule.format;

/** The four kinds of string that TOML has. */
// A scanner steps over what it has read.
@SuppressWarnings("IncrementInForLoopAndHeader")
final class TomlStrings {
    private final String text;

    TomlStrings(String text) {
        this.text = text;
    }

    record Read(String value, int end) {}

    Read read(int start) {
        var quote = text.substring(start, start + 1);
        var lengthy = quote.repeat(3);
        if (text.startsWith(lengthy, start)) {
            return lengthy(start, lengthy);
        }
        for (var at = start + 1; at < Blank.lineEnd(text, start); at++) {
            if (text.startsWith(quote, at)) {
                var inside = text.substring(start + 1, at);
                return new Read(quote.equals("'") ? inside : unescaped(inside, start), at + 1);
            }
            at += quote.equals("\"") && text.charAt(at) == '\\' ? 1 : 0;
        }
        throw Unfit.malformed(Format.TOML, text, start, "the line ends inside a string");
    }

    private Read lengthy(int start, String quotes) {
        var at = start + 3;
        while (!text.startsWith(quotes, at)) {
            if (at >= text.length()) {
                throw Unfit.malformed(Format.TOML, text, start, "the text ends inside a string");
            }
            at += quotes.startsWith("\"") && text.charAt(at) == '\\' ? 2 : 1;
        }
        // Up to two quotes may stand right before the closing three.
        while (text.startsWith(quotes, at + 1)) {
            at++;
        }
        var inside = text.substring(start + 3, at).replaceFirst("^\\r?\\n", "");
        return new Read(quotes.startsWith("'") ? inside : unescaped(inside, start), at + 3);
    }

    private String unescaped(String inside, int start) {
        var value = new StringBuilder();
        for (var at = 0; at < inside.length(); at++) {
            var letter = inside.charAt(at);
            if (letter != '\\') {
                value.append(letter);
                continue;
            }
            at++;
            var next = at < inside.length() ? inside.charAt(at) : ' ';
            var simple = "btnfre\"\\".indexOf(next);
            var digits = next == 'u' ? 4 : next == 'U' ? 8 : next == 'x' ? 2 : 0;
            if (simple >= 0) {
                value.append("\b\t\n\f\r\u001b\"\\".charAt(simple));
            } else if (digits > 0) {
                value.appendCodePoint(codePoint(inside, at + 1, digits, start));
                at += digits;
            } else if (Character.isWhitespace(next)) {
                while (at < inside.length() && Character.isWhitespace(inside.charAt(at))) {
                    at++;
                }
                at--;
            } else {
                throw Unfit.malformed(Format.TOML, text, start, "no such escape: \\" + next);
            }
        }
        return value.toString();
    }

    private int codePoint(String inside, int from, int digits, int start) {
        try {
            var point = Integer.parseInt(inside, from, from + digits, 16);
            if (Character.isValidCodePoint(point)) {
                return point;
            }
        } catch (IndexOutOfBoundsException | NumberFormatException _) {
            // Told below.
        }
        throw Unfit.malformed(Format.TOML, text, start, "no such letter");
    }
}
