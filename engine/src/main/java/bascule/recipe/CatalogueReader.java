package bascule.recipe;

import bascule.recipe.Recipe.Catalogue;
import bascule.recipe.Recipe.Note;
import bascule.recipe.Recipe.Release;
import bascule.recipe.Recipe.Rule;
import bascule.recipe.Use.Owner;
import bascule.recipe.Use.Slot;
import bascule.version.Range;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is said of releases, and of the way between them. */
final class CatalogueReader {
    private static final List<String> DOES = List.of("stop", "needs", "refuse", "serve");
    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

    private CatalogueReader() {}

    static Catalogue read(Written.Fields fields, Margin margin) {
        var top = new Element(fields.origin(), fields, Owner.NOBODY, margin);
        return new Catalogue(top.textMap("source"), releases(top), rules(top), notes(top));
    }

    private static Map<String, Release> releases(Element top) {
        var releases = new LinkedHashMap<String, Release>();
        top.element("releases")
                .ifPresent(
                        map ->
                                map.fields()
                                        .fields()
                                        .forEach(
                                                (name, field) -> {
                                                    if (!field.quoted()
                                                            && NUMBER.matcher(name).matches()) {
                                                        top.wrong(
                                                                Wrong.UNQUOTED.at(
                                                                        field.key(), name));
                                                    }
                                                    if (name.matches("\\S+")) {
                                                        releases.put(name, release(map, name));
                                                    }
                                                }));
        return releases;
    }

    private static Release release(Element map, String name) {
        var release =
                map.element(name)
                        .orElse(
                                new Element(
                                        map.originOf(name),
                                        Laid.NOTHING.fields(),
                                        map.owner(),
                                        map.margin()))
                        .owned(map.owner().element("release", name));
        release.leaf("date")
                .filter(date -> FORM.matcher(date.text()).matches() && !isDay(date.text()))
                .ifPresent(date -> release.wrong(Wrong.DATE.at(date.origin(), date.text())));
        return new Release(
                release.origin(),
                name,
                release.text("date"),
                release.text("channel"),
                release.textMap("sha256"),
                release.template("archive", Slot.LOCATION),
                release.template("signature", Slot.LOCATION),
                release.text("schema"),
                release.textMap("parts"),
                release.text("back")
                        .or(
                                () ->
                                        release.element("back")
                                                .flatMap(back -> back.words("never"))
                                                .map(never -> "never: " + never.in("en"))),
                release.words("withdrawn"));
    }

    /** The thirtieth of February has the form of a date. */
    private static boolean isDay(String date) {
        try {
            return LocalDate.parse(date).toString().equals(date);
        } catch (DateTimeParseException none) {
            return false;
        }
    }

    private static Map<String, Rule> rules(Element top) {
        var rules = new LinkedHashMap<String, Rule>();
        top.elements("rules", "rule")
                .forEach(
                        (name, cases) ->
                                cases.forEach(element -> rules.put(name, rule(name, element))));
        return rules;
    }

    private static Rule rule(String name, Element rule) {
        var does = DOES.stream().filter(rule::has).toList();
        if (does.size() != 1) {
            rule.wrong(
                    does.isEmpty()
                            ? Wrong.ONE_OF.at(rule.origin(), name)
                            : Wrong.ONE_OF.said(
                                    "many", rule.origin(), name, String.join(", ", does)));
        }
        for (var key : List.of("from", "to")) {
            rule.leaf(key).ifPresent(leaf -> new Claims(rule).range(leaf));
        }
        return new Rule(
                rule.origin(),
                name,
                range(rule, "from"),
                range(rule, "to"),
                rule.condition("when"),
                rule.text("stop"),
                rule.condition("needs"),
                rule.words("refuse"),
                rule.condition("serve"),
                rule.words("because"),
                rule.text("source"),
                rule.text("level"));
    }

    /** What is no range was told. */
    private static Optional<Range> range(Element rule, String key) {
        try {
            return rule.text(key).map(Range::of);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Also those of an instance. */
    static Map<String, Note> notes(Element top) {
        var notes = new LinkedHashMap<String, Note>();
        top.elements("notes", "note")
                .forEach(
                        (name, cases) ->
                                cases.forEach(element -> notes.put(name, note(name, element))));
        return notes;
    }

    private static Note note(String name, Element note) {
        var phases = BodyReader.phases(note);
        if (phases.isEmpty() && !note.has("text")) {
            note.wrong(Wrong.SAYS_NOTHING.said("note", note.origin(), name));
        }
        return new Note(
                note.origin(),
                name,
                note.texts("into"),
                note.condition("when"),
                note.words("text"),
                note.text("source"),
                note.text("level"),
                phases);
    }

    /** Facts that only a catalogue asks for. */
    static Optional<Written.Field> facts(Written.Fields fields) {
        return fields.field("facts");
    }
}
