package bascule.recipe;

import bascule.fact.Template;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line cut into words by spaces and quotes, before any value is filled in. There is no
 * shell: its signs are told as faults unless they stand between quotes.
 */
final class RunLine {
    private static final String SHELL = "|&;<>*?$~#`";

    /**
     * @param offset of its first character in the line
     */
    record Word(Template template, int offset, List<Place> places) {}

    /**
     * @param sign what stands there; a quote that is never closed, a place that is not
     */
    record Sign(char sign, int offset) {}

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final List<Sign> signs = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private final List<Place> places = new ArrayList<>();
    private int start = -1;

    private RunLine(String line) {
        this.line = line;
    }

    static RunLine cut(String line) {
        var cut = new RunLine(line);
        cut.cut();
        return cut;
    }

    List<Word> words() {
        return words;
    }

    List<Sign> signs() {
        return signs;
    }

    List<Template> templates() {
        return words.stream().map(Word::template).toList();
    }

    private void cut() {
        for (var at = 0; at < line.length(); ) {
            var sign = line.charAt(at);
            if (Character.isWhitespace(sign)) {
                end();
                at++;
            } else if (sign == '\'' || sign == '"') {
                at = quoted(at);
            } else {
                at = plain(at);
            }
        }
        end();
    }

    private int plain(int at) {
        begin(at);
        var sign = line.charAt(at);
        if (line.startsWith("$${", at)) {
            return take(at, 3);
        }
        if (line.startsWith("${", at)) {
            return place(at, line.length());
        }
        if (SHELL.indexOf(sign) >= 0) {
            signs.add(new Sign(sign, at));
        }
        return take(at, 1);
    }

    private int quoted(int at) {
        begin(at);
        var close = line.indexOf(line.charAt(at), at + 1);
        if (close < 0) {
            signs.add(new Sign(line.charAt(at), at));
            close = line.length();
        }
        for (var inner = at + 1; inner < close; ) {
            if (line.startsWith("$${", inner)) {
                inner = take(inner, 3);
            } else if (line.startsWith("${", inner)) {
                inner = place(inner, close);
            } else {
                inner = take(inner, 1);
            }
        }
        return Math.min(close + 1, line.length());
    }

    private int place(int at, int limit) {
        var close = line.indexOf('}', at);
        if (close < 0 || close >= limit) {
            signs.add(new Sign('{', at));
            return take(at, 2);
        }
        Place.of(line.substring(at, close + 1), _ -> signs.add(new Sign('{', at)))
                .forEach(place -> places.add(new Place(place.name(), at)));
        return take(at, close + 1 - at);
    }

    private int take(int at, int length) {
        word.append(line, at, at + length);
        return at + length;
    }

    private void begin(int at) {
        if (start < 0) {
            start = at;
        }
    }

    private void end() {
        if (start >= 0) {
            words.add(new Word(Template.of(word.toString()), start, List.copyOf(places)));
            word.setLength(0);
            places.clear();
            start = -1;
        }
    }
}
