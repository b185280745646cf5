package bascule.cli.views;

import bascule.event.Event;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run has come, folded from its events; its line is drawn again and again.
 *
 * <pre>
 *   12/23 migrate  start server  0:12 of about 0:30 | closed for 0:31 | 2:10 in all
 * </pre>
 */
final class Progress {
    private final Map<String, Duration> expected;
    private Optional<Instant> began = Optional.empty();
    private Optional<Instant> closed = Optional.empty();
    private Optional<Event.StepBegan> step = Optional.empty();
    private Optional<Event.StepProgress> within = Optional.empty();

    Progress(Map<String, Duration> expected) {
        this.expected = expected;
    }

    void see(Event event) {
        if (began.isEmpty()) {
            began = Optional.of(event.at());
        }
        switch (event) {
            case Event.StepBegan begun -> {
                step = Optional.of(begun);
                within = Optional.empty();
            }
            case Event.StepProgress progress -> within = Optional.of(progress);
            case Event.StepDone _, Event.StepFailed _ -> {
                step = Optional.empty();
                within = Optional.empty();
            }
            case Event.Closed(var at) -> closed = Optional.of(at);
            case Event.Served _ -> closed = Optional.empty();
            case Event.RunEnded _ -> {
                step = Optional.empty();
                closed = Optional.empty();
            }
            default -> {}
        }
    }

    /** What is shown of the step under way, cut to the width; empty between steps. */
    Optional<String> line(Texts texts, Instant now, int width) {
        return step.map(
                begun -> {
                    var clocks = clocks(texts, now);
                    var head =
                            "%3d/%d %-8s %s%s"
                                    .formatted(
                                            begun.index(),
                                            begun.of(),
                                            begun.phase().word(),
                                            texts.say(begun.summary()),
                                            within());
                    var lead = elapsed(texts, begun, now);
                    var room = Math.max(10, width - lead.length() - clocks.length() - 3);
                    return cut(head, room) + "  " + lead + clocks;
                });
    }

    /** The line that stays of a step that is over. */
    Optional<String> over(Sentences sentences, Event.StepDone done) {
        return step.filter(begun -> begun.step().equals(done.step()))
                .map(
                        begun ->
                                Clocks.time(done.at())
                                        + "  "
                                        + sentences.sentence(begun)
                                        + "  "
                                        + sentences.paint().dim(took(sentences.texts(), done)));
    }

    private static String took(Texts texts, Event.StepDone done) {
        return done.asFound()
                ? texts.say(Text.of("cli.progress.as-found"))
                : Clocks.length(Duration.ofMillis(done.millis()));
    }

    private String within() {
        return within.map(
                        progress ->
                                progress.of() > 0
                                        ? " " + progress.done() + "/" + progress.of()
                                        : progress.line().map(line -> ": " + line).orElse(""))
                .orElse("");
    }

    private String elapsed(Texts texts, Event.StepBegan begun, Instant now) {
        var spent = Clocks.clock(Duration.between(begun.at(), now));
        var about = Optional.ofNullable(expected.get(begun.step()));
        return about.map(
                        length ->
                                texts.say(Text.of("cli.progress.of", spent, Clocks.clock(length))))
                .orElse(spent);
    }

    private String clocks(Texts texts, Instant now) {
        var all = Clocks.clock(Duration.between(began.orElse(now), now));
        var whole = " | " + texts.say(Text.of("cli.progress.whole", all));
        return closed.map(
                        at ->
                                " | "
                                        + texts.say(
                                                Text.of(
                                                        "cli.progress.closed",
                                                        Clocks.clock(Duration.between(at, now))))
                                        + whole)
                .orElse(whole);
    }

    private static String cut(String text, int room) {
        return text.length() <= room ? text : text.substring(0, Math.max(0, room - 3)) + "...";
    }
}
