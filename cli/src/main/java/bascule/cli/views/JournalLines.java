package bascule.cli.views;

import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.text.Text;

/** A journal for people, one line an entry. */
public record JournalLines(Sentences say) {

    public String line(Line line) {
        return "%4d  %s  %s"
                .formatted(
                        line.number(), Clocks.day(line.at()), say.texts().say(told(line.entry())));
    }

    private static Text told(Entry entry) {
        return switch (entry) {
            case Entry.Opened(var run, var plan, var madeBy) ->
                    Text.of("cli.entry.opened", run, madeBy, plan);
            case Entry.Attempt(var who, _) -> Text.of("cli.entry.attempt", who);
            case Entry.Began(var step, var found) ->
                    found.isEmpty()
                            ? Text.of("cli.entry.began", step)
                            : Text.of("cli.entry.began-found", step, found);
            case Entry.Done(var step, _, var asFound) ->
                    asFound ? Text.of("cli.entry.as-found", step) : Text.of("cli.entry.done", step);
            case Entry.Failed(var step, var code, var why, var then) ->
                    Text.of("cli.entry.failed", step, code, why, then);
            case Entry.Retry(var who) -> Text.of("cli.entry.retry", who);
            case Entry.Skip(var step, var who, var why) ->
                    Text.of("cli.entry.skip", step, who, why);
            case Entry.Back(var who, _) -> Text.of("cli.entry.back", who);
            case Entry.Stop(var who) -> Text.of("cli.entry.stop", who);
            case Entry.Ended(var outcome, var serves) ->
                    Text.of("cli.entry.ended", outcome, serves);
        };
    }

    /** Whether an entry tells of this step. */
    public static boolean about(Entry entry, String step) {
        return switch (entry) {
            case Entry.Began began -> began.step().equals(step);
            case Entry.Done done -> done.step().equals(step);
            case Entry.Failed failed -> failed.step().equals(step);
            case Entry.Skip skip -> skip.step().equals(step);
            default -> false;
        };
    }
}
