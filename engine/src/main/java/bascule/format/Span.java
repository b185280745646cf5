package bascule.format;

/** A stretch of a text, in characters; the end is not part of it. */
record Span(int start, int end) {
    String of(String text) {
        return text.substring(start, end);
    }

    String replacedIn(String text, String by) {
        return text.substring(0, start) + by + text.substring(end);
    }
}
