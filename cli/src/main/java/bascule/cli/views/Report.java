package bascule.cli.views;

import bascule.cli.Release;
import bascule.event.Event;
import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.state.RunFolder;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in Markdown, to be kept or sent to somebody: what went wrong, what ran where, how long each
 * step took. It holds no secret, because neither plan nor journal does, and no output of commands.
 */
public record Report(
        RunFolder run, Plan plan, List<Line> lines, List<Event> events, Optional<Problem> problem) {

    public static Report of(RunFolder run, Plan plan, Optional<Problem> problem) {
        return new Report(run, plan, run.lines(), EventReader.all(run.events()), problem);
    }

    /** Of a run that ended before: the problem is the one told at its end. */
    public static Report of(RunFolder run, Plan plan) {
        var events = EventReader.all(run.events());
        return new Report(run, plan, run.lines(), events, lastProblem(events));
    }

    private static Optional<Problem> lastProblem(List<Event> events) {
        return events.stream()
                .filter(Event.RunEnded.class::isInstance)
                .map(Event.RunEnded.class::cast)
                .reduce((_, last) -> last)
                .flatMap(Event.RunEnded::problem);
    }

    public String markdown(Texts texts) {
        var text = new ArrayList<String>();
        var say = new Sentences(texts, new Paint(false), plan.purpose()).of(plan);
        text.add(
                "# "
                        + texts.say(
                                Text.of(
                                        plan.purpose().key("cli.report.title"),
                                        plan.instance(),
                                        plan.from(),
                                        plan.to(),
                                        say.outcome(outcome()))));
        problem.ifPresent(told -> addProblem(texts, text, told));
        text.add("");
        text.add("| | |");
        text.add("|---|---|");
        facts().forEach(
                        (key, value) ->
                                text.add("| " + texts.say(Text.of(key)) + " | " + value + " |"));
        text.addAll(new BackupTable(plan, lines).markdown(texts));
        text.addAll(new MergeList(plan, lines).markdown(texts));
        text.add("");
        text.add("## " + texts.say(Text.of("cli.report.steps")));
        text.add("");
        text.add(texts.say(Text.of("cli.report.head")));
        text.add("|---|---|---|---|");
        steps(say).forEach(text::add);
        notices(texts).forEach(text::add);
        return String.join("\n", text) + "\n";
    }

    private static void addProblem(Texts texts, List<String> text, Problem told) {
        text.add("");
        text.add("```");
        text.add(told.say(texts));
        text.add("```");
    }

    private String outcome() {
        return lines.reversed().stream()
                .map(line -> line.entry() instanceof Entry.Ended(var word, _) ? word : "")
                .findFirst()
                .orElse("");
    }

    private Map<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("cli.report.run", run.id());
        facts.put("cli.report.recipe", plan.recipe() + " (" + plan.method() + ")");
        facts.put("cli.report.began", lines.getFirst().at().toString());
        facts.put("cli.report.last", lines.getLast().at().toString());
        outage().ifPresent(length -> facts.put("cli.report.outage", Clocks.length(length)));
        facts.put("cli.report.bascule", run.madeBy());
        facts.put("cli.report.here", Release.text() + ", Java " + Runtime.version());
        facts.put(
                "cli.report.machine",
                "%s %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        facts.put("cli.report.plan", run.digest());
        return facts;
    }

    /** All outages of the run together. */
    private Optional<Duration> outage() {
        var lengths =
                events.stream()
                        .filter(Event.Served.class::isInstance)
                        .map(event -> ((Event.Served) event).outageMillis())
                        .toList();
        return lengths.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(lengths.stream().mapToLong(each -> each).sum()));
    }

    private List<String> steps(Sentences say) {
        var began = new LinkedHashMap<String, Instant>();
        var rows = new ArrayList<String>();
        for (var line : lines) {
            switch (line.entry()) {
                case Entry.Began(var step, _) -> began.put(step, line.at());
                case Entry.Done(var step, _, var asFound) ->
                        rows.add(
                                row(
                                        began,
                                        line,
                                        step,
                                        asFound ? "cli.report.as-found" : "cli.report.done",
                                        say));
                case Entry.Failed(var step, _, _, _) ->
                        rows.add(row(began, line, step, "cli.report.failed", say));
                case Entry.Skip(var step, _, _) ->
                        rows.add(row(began, line, step, "cli.report.skipped", say));
                default -> {}
            }
        }
        began.forEach((step, at) -> rows.add("| %s | %s | | ? |".formatted(step, at)));
        return rows;
    }

    private static String row(
            Map<String, Instant> began, Line line, String step, String how, Sentences say) {
        var since = Optional.ofNullable(began.remove(step)).orElse(line.at());
        return "| %s | %s | %s | %s |"
                .formatted(
                        step,
                        since,
                        Clocks.length(Duration.between(since, line.at())),
                        say.texts().say(Text.of(how)));
    }

    private List<String> notices(Texts texts) {
        var text = new ArrayList<String>();
        if (!plan.notices().isEmpty()) {
            text.add("");
            text.add("## " + texts.say(Text.of("cli.report.notes")));
            text.add("");
            for (var note : plan.notices()) {
                text.add(
                        "- %s %s: %s"
                                .formatted(
                                        note.release(),
                                        note.name(),
                                        texts.say(NoteWords.of(note))));
            }
        }
        return text;
    }
}
