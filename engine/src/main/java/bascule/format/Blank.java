package bascule.format;

/** Finds its way through spaces, comments and lines. */
final class Blank {
    private Blank() {}

    /** The end of the line, before its line ending. */
    static int lineEnd(String text, int from) {
        var feed = text.indexOf('\n', from);
        var end = feed < 0 ? text.length() : feed;
        return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** The beginning of the next line, or the end of the text. */
    static int nextLine(String text, int from) {
        var feed = text.indexOf('\n', from);
        return feed < 0 ? text.length() : feed + 1;
    }

    static int lineStart(String text, int from) {
        return text.lastIndexOf('\n', from - 1) + 1;
    }

    /** The spaces that its line begins with. */
    static String indent(String text, int at) {
        var start = lineStart(text, at);
        return text.substring(start, spaces(text, start));
    }

    /** Whether nothing but spaces stands before it on its line. */
    static boolean firstOnLine(String text, int at) {
        return spaces(text, lineStart(text, at)) >= at;
    }

    /** Past spaces and tabs. */
    static int spaces(String text, int from) {
        var at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Past one comment that begins here; the same place where none does. */
    static int comment(String text, int at) {
        if (text.startsWith("#", at) || text.startsWith("//", at)) {
            return lineEnd(text, at);
        }
        if (text.startsWith("/*", at)) {
            var close = text.indexOf("*/", at + 2);
            return close < 0 ? text.length() : close + 2;
        }
        return at;
    }

    /** Past spaces, line endings and comments. */
    static int skip(String text, int from) {
        var at = from;
        while (at < text.length()) {
            var next = Character.isWhitespace(text.charAt(at)) ? at + 1 : comment(text, at);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return at;
    }

    /** Past a comment that follows on the same line; the same place where none does. */
    static int trailingComment(String text, int from) {
        var start = spaces(text, from);
        var end = comment(text, start);
        return end == start || text.substring(start, end).indexOf('\n') >= 0 ? from : end;
    }

    /** How this text ends its lines. */
    static String eol(String text) {
        var feed = text.indexOf('\n');
        return feed > 0 && text.charAt(feed - 1) == '\r' ? "\r\n" : "\n";
    }

    /** How far this text steps in: its first indentation. */
    static String unit(String text) {
        var at = 0;
        while (at < text.length()) {
            var end = spaces(text, at);
            if (end > at && end < text.length() && "\r\n*#/".indexOf(text.charAt(end)) < 0) {
                return text.substring(at, end);
            }
            at = nextLine(text, at);
        }
        return "  ";
    }

    /** Where the text begins after a byte order mark. */
    static int start(String text) {
        return text.startsWith("\ufeff") ? 1 : 0;
    }

    /**
     * Takes out the lines from one place to another, whole. The last line of a text takes the line
     * ending before it along, so that none is left over that was not there.
     */
    static String withoutLines(String text, int first, int last) {
        var start = lineStart(text, first);
        var end = nextLine(text, last);
        var before = text.substring(0, start);
        var unended = end == text.length() && !text.endsWith("\n");
        var back = !unended ? 0 : before.endsWith("\r\n") ? 2 : before.endsWith("\n") ? 1 : 0;
        // The mark at the very beginning belongs to no line.
        var from = Math.max(start - back, start(text));
        return text.substring(0, from) + text.substring(end);
    }

    /** A text with one more line at its end, ended as its last line is. */
    static String withLine(String text, String line) {
        if (text.length() == start(text)) {
            return text + line + eol(text);
        }
        var ended = text.endsWith("\n");
        return text + (ended ? "" : eol(text)) + line + (ended ? eol(text) : "");
    }
}
