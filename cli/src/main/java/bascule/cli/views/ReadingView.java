package bascule.cli.views;

import bascule.json.Json;
import bascule.plan.Reading;
import bascule.plan.Reading.Asked;
import bascule.problem.Problem;
import bascule.text.Text;
import bascule.text.Texts;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the releases on a way ask: Markdown for people, one object a line for programs. */
public final class ReadingView {
    private final Reading reading;
    private final Texts texts;
    private final List<String> lines = new ArrayList<>();

    public ReadingView(Reading reading, Texts texts) {
        this.reading = reading;
        this.texts = texts;
    }

    public List<String> markdown() {
        lines.clear();
        lines.add(
                "# "
                        + say(
                                "cli.notes.title",
                                reading.instance(),
                                reading.recipe(),
                                reading.from(),
                                reading.to()));
        if (reading.stops().size() > 1) {
            paragraph(say("cli.notes.stops", list(reading.stops())));
        }
        climbs();
        var release = "";
        for (var asked : reading.notes()) {
            var now = asked.notice().release().text();
            if (!now.equals(release)) {
                paragraph("## " + now);
                lines.add("");
                release = now;
            }
            note(asked);
        }
        if (!reading.silent().isEmpty()) {
            paragraph(say("cli.notes.silent", list(reading.silent())));
        }
        reading.against().ifPresent(this::against);
        paragraph(open());
        return List.copyOf(lines);
    }

    private void climbs() {
        if (reading.climbs().isEmpty()) {
            return;
        }
        paragraph(say("cli.notes.climbs"));
        lines.add("");
        for (var climb : reading.climbs()) {
            lines.add(say("cli.notes.climb", climb.into(), climb.component(), climb.said()));
        }
    }

    private void note(Asked asked) {
        var note = asked.notice();
        var steps = String.join(", ", asked.steps());
        lines.add(
                "- **"
                        + note.name()
                        + "**: "
                        + (note.state().equals("done")
                                ? say("cli.notes.done", steps)
                                : texts.say(NoteWords.of(note))));
        note.text().ifPresent(text -> lines.add("  " + text.strip().replace("\n", "\n  ")));
        note.because().ifPresent(because -> lines.add("  *" + because + "*"));
        lines.add("  (" + note.source().orElseGet(asked::origin) + ")");
    }

    private void against(Problem problem) {
        paragraph(say("cli.notes.against"));
        lines.add("");
        lines.add("```");
        lines.add(problem.say(texts));
        lines.add("```");
    }

    private String open() {
        var open = reading.notes().stream().filter(Asked::open).toList();
        if (open.isEmpty()) {
            return say("cli.notes.none-open");
        }
        return say(
                "cli.notes.open",
                open.size(),
                reading.instance(),
                reading.to(),
                open.stream()
                        .map(asked -> asked.notice().name())
                        .distinct()
                        .map(name -> "--acknowledge " + name)
                        .collect(Collectors.joining(" ")));
    }

    private void paragraph(String text) {
        lines.add("");
        lines.add(text);
    }

    private static String list(List<Version> releases) {
        return releases.stream().map(Version::text).collect(Collectors.joining(", "));
    }

    /** The way first, then its notes in order. */
    public List<String> json() {
        var all = new ArrayList<String>();
        var way = new LinkedHashMap<String, Object>();
        way.put("instance", reading.instance());
        way.put("recipe", reading.recipe());
        way.put("from", reading.from());
        way.put("stops", reading.stops());
        way.put("components", reading.climbs());
        way.put("silent", reading.silent());
        way.put("open", reading.notes().stream().filter(Asked::open).count());
        reading.against().ifPresent(problem -> way.put("against", problem.code()));
        all.add(Json.line(Map.of("way", way)));
        reading.notes().forEach(asked -> all.add(Json.line(Map.of("note", fields(asked)))));
        return all;
    }

    private static Map<String, Object> fields(Asked asked) {
        var note = asked.notice();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("release", note.release());
        fields.put("name", note.name());
        fields.put("state", note.state());
        note.text().ifPresent(text -> fields.put("text", text));
        note.because().ifPresent(because -> fields.put("because", because));
        note.source().ifPresent(source -> fields.put("source", source));
        fields.put("origin", asked.origin());
        if (!asked.steps().isEmpty()) {
            fields.put("steps", asked.steps());
        }
        note.by()
                .ifPresent(
                        by -> {
                            fields.put("by", by.who());
                            by.at().ifPresent(at -> fields.put("at", at.toString()));
                        });
        return fields;
    }

    private String say(String key, Object... args) {
        return texts.say(Text.of(key, args));
    }
}
