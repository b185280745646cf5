package bascule.cli.views;

import bascule.event.Event;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.util.Optional;

/**
 * Each event as a sentence.
 *
 * @param purpose of the run that they are said of
 */
public record Sentences(Texts texts, Paint paint, Purpose purpose) {
    /** Steps quicker than this are told once, not twice. */
    private static final long WORTH_TELLING = 1000;

    /** What is said of an event where lines only follow each other; empty where nothing is. */
    public Optional<String> line(Event event) {
        return switch (event) {
            case Event.StepProgress _ -> Optional.empty();
            case Event.StepDone done when done.millis() < WORTH_TELLING && !done.asFound() ->
                    Optional.empty();
            default -> Optional.of(Clocks.time(event.at()) + "  " + sentence(event));
        };
    }

    /** The sentence alone. */
    public String sentence(Event event) {
        return switch (event) {
            case Event.RunBegan(_, var run, var instance, var from, var to, var steps) ->
                    paint.bold(say(purpose.key("cli.event.began"), instance, from, to, steps, run));
            case Event.Resumed(_, var run, var who) ->
                    paint.bold(say("cli.event.resumed", run, who));
            case Event.PhaseBegan(_, var phase, var era) ->
                    paint.bold(say("cli.event.phase", phase(phase.word()), era));
            case Event.StepBegan(_, _, _, var summary, var index, var of) ->
                    say("cli.event.step", index, of, summary);
            case Event.StepProgress(_, var step, var done, var of, var line) ->
                    say("cli.event.progress", step, done, of, line.orElse(""));
            case Event.StepDone(_, var step, var millis, var asFound) ->
                    paint.dim(
                            asFound
                                    ? say("cli.event.as-found", step)
                                    : say("cli.event.done", step, length(millis)));
            case Event.StepFailed(_, var step, var code, var why, var then) ->
                    paint.red(say("cli.event.failed", step, code, why, then(then)));
            case Event.WayBack(_, var to, var because) ->
                    paint.yellow(
                            because.isEmpty()
                                    ? say("cli.event.way-back.wished", to)
                                    : say("cli.event.way-back", to, because));
            case Event.Closed _ -> paint.yellow(say("cli.event.closed"));
            case Event.Served(_, var release, var millis) ->
                    paint.green(say("cli.event.served", release, length(millis)));
            case Event.Told(_, var text) -> paint.yellow(texts.say(text));
            case Event.RunEnded(_, var outcome, var serves, _) -> ended(outcome, serves);
        };
    }

    /** The last line of a run: how it ended and what serves. */
    private String ended(String outcome, String serves) {
        var standing =
                serves.isEmpty() ? Text.of("cli.serves.nothing") : Text.of("cli.serves", serves);
        var said = say("cli.event.ended", outcome(outcome), standing);
        return outcome.equals("upgraded") ? paint.green(said) : paint.yellow(said);
    }

    /** As they are said of a run of this plan. */
    public Sentences of(Plan plan) {
        return new Sentences(texts, paint, plan.purpose());
    }

    public Text outcome(String word) {
        return switch (word) {
            case "upgraded" -> done(purpose.told(word));
            case "staged", "backed-up", "restored", "proved" -> done(word);
            case "rolled-back" -> Text.of(purpose.key("cli.outcome.rolled-back"));
            case "stopped" -> Text.of("cli.outcome.stopped");
            case "paused" -> Text.of("cli.outcome.paused");
            case "stuck" -> Text.of("cli.outcome.stuck");
            case "not-settled" -> Text.of("cli.outcome.not-settled");
            case "" -> Text.of("cli.outcome.unfinished");
            default -> Text.verbatim(word);
        };
    }

    private static Text done(String told) {
        return switch (told) {
            case "staged" -> Text.of("cli.outcome.staged");
            case "backed-up" -> Text.of("cli.outcome.backed-up");
            case "restored" -> Text.of("cli.outcome.restored");
            case "proved" -> Text.of("cli.outcome.proved");
            default -> Text.of("cli.outcome.upgraded");
        };
    }

    private static Text then(String word) {
        return switch (word) {
            case "back" -> Text.of("cli.then.back");
            case "pause" -> Text.of("cli.then.pause");
            case "stuck" -> Text.of("cli.then.stuck");
            case "on" -> Text.of("cli.then.on");
            case "unsettled" -> Text.of("cli.then.unsettled");
            default -> Text.verbatim(word);
        };
    }

    /** The phases keep their names in every language: they are words of recipes and plans. */
    public static Text phase(String word) {
        return Text.verbatim(word);
    }

    private static String length(long millis) {
        return Clocks.length(Duration.ofMillis(millis));
    }

    public String problem(Problem problem) {
        return problem.say(texts);
    }

    private String say(String key, Object... args) {
        return texts.say(Text.of(key, args));
    }
}
