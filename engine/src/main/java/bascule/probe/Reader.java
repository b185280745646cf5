package bascule.probe;

import bascule.fact.Answer;
import bascule.format.Format;
import bascule.format.Keys;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an answer out of what was found, as a {@link Reading} says. */
record Reader(Reading reading) {

    /** Whether anything is read out of a text, so that no text is no answer. */
    boolean reads() {
        return !reading.key().isEmpty()
                || reading.match().isPresent()
                || !reading.fields().isEmpty()
                || !reading.rows().isEmpty();
    }

    Answer absent() {
        return reading.otherwise().map(Answer::word).orElseGet(Answer.Absent::new);
    }

    /** What an exit code or a status means, where that is the answer. */
    Optional<String> code(int code) {
        var number = String.valueOf(code);
        var word = reading.codes().get(number);
        if (word == null) {
            word = reading.codes().get("*");
        }
        return Optional.ofNullable(word).map(said -> said.equals("number") ? number : said);
    }

    /** The key for the file at this place; the last one serves the files that follow. */
    Optional<String> key(int place) {
        return reading.key().isEmpty()
                ? Optional.empty()
                : Optional.of(reading.key().get(Math.min(place, reading.key().size() - 1)));
    }

    /**
     * The answer in a text.
     *
     * @param format how it is written, where a key, fields or rows are wanted
     */
    Answer answer(String text, Format format, Optional<String> key) {
        var whole = key.orElse("");
        if (!reading.rows().isEmpty()) {
            return reading.match().isPresent()
                    ? new Answer.Rows(matched(text))
                    : Keys.rows(text, format, whole, reading.rows())
                            .<Answer>map(Answer.Rows::new)
                            .orElseGet(this::absent);
        }
        if (!reading.fields().isEmpty()) {
            return Keys.fields(text, format, whole, reading.fields())
                    .<Answer>map(Answer.Fields::new)
                    .orElseGet(this::absent);
        }
        return word(key.isPresent() ? Keys.read(text, format, whole) : Optional.of(text.strip()));
    }

    /** One answer, after {@code match} and {@code means}. */
    Answer word(Optional<String> found) {
        return found.flatMap(this::match)
                .filter(text -> !text.isEmpty())
                .map(this::meaning)
                .map(Answer::word)
                .orElseGet(this::absent);
    }

    private Optional<String> match(String text) {
        if (reading.match().isEmpty()) {
            return Optional.of(text);
        }
        var matcher = Pattern.compile(reading.match().get()).matcher(text);
        return matcher.find() ? Optional.of(part(matcher)) : Optional.empty();
    }

    private static String part(Matcher matcher) {
        var group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        return group == null ? matcher.group() : group;
    }

    String meaning(String word) {
        var known = reading.means().get(word);
        return known != null ? known : reading.means().getOrDefault("*", word);
    }

    /** Every match is a row, every group a part of it. */
    private List<Map<String, String>> matched(String text) {
        var rows = new ArrayList<Map<String, String>>();
        var matcher = Pattern.compile(reading.match().orElseThrow()).matcher(text);
        while (matcher.find()) {
            var row = new ArrayList<Optional<String>>();
            for (var group = 1; group <= matcher.groupCount(); group++) {
                row.add(Optional.ofNullable(matcher.group(group)));
            }
            rows.add(
                    named(row.isEmpty() ? List.of(Optional.of(matcher.group())) : row, rowNames()));
        }
        return rows;
    }

    private List<String> rowNames() {
        return reading.rows();
    }

    private static Map<String, String> named(List<Optional<String>> cells, List<String> names) {
        var row = new LinkedHashMap<String, String>();
        for (var at = 0; at < Math.min(cells.size(), names.size()); at++) {
            var name = names.get(at);
            cells.get(at).ifPresent(cell -> row.put(name, cell));
        }
        return row;
    }

    /** The answer in a table, as databases give it; a cell without a value is empty. */
    Answer table(List<List<Optional<String>>> table) {
        if (!reading.rows().isEmpty()) {
            return new Answer.Rows(
                    table.stream().map(cells -> named(cells, reading.rows())).toList());
        }
        if (table.isEmpty()) {
            return absent();
        }
        if (!reading.fields().isEmpty()) {
            return new Answer.Fields(named(table.getFirst(), reading.fields()));
        }
        if (table.size() == 1 && table.getFirst().size() == 1) {
            var cell = table.getFirst().getFirst();
            return cell.map(text -> answer(text, Format.JSON, key(0))).orElseGet(this::absent);
        }
        var lines =
                table.stream()
                        .map(cells -> cells.stream().map(cell -> cell.orElse("")).toList())
                        .map(cells -> String.join("\t", cells))
                        .toList();
        return answer(String.join("\n", lines), Format.JSON, key(0));
    }

    /** Rows of a command that prints no JSON: a line each, parts between tabs, else spaces. */
    Answer lines(String text) {
        var rows = new ArrayList<List<Optional<String>>>();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        line -> {
                            var names = Math.max(reading.rows().size(), reading.fields().size());
                            var sign = line.indexOf('\t') >= 0 ? "\t" : "\\s+";
                            var cells = line.strip().split(sign, Math.max(names, 1));
                            rows.add(java.util.Arrays.stream(cells).map(Optional::of).toList());
                        });
        return table(rows);
    }
}
