package bascule.cli.views;

import bascule.format.Tally;
import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.text.Text;
import bascule.text.Texts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What a run merged, file by file: the keys taken, kept and settled, never their values. */
record MergeList(Plan plan, List<Line> lines) {
    private static final int SHOWN = 20;

    /** Nothing if nothing was merged. */
    List<String> markdown(Texts texts) {
        var merges =
                plan.steps()
                        .filter(step -> step.action() instanceof Action.Merge)
                        .map(Step::id)
                        .collect(Collectors.toSet());
        var text = new ArrayList<String>();
        for (var line : lines) {
            if (line.entry() instanceof Entry.Done(var step, var made, var _)
                    && merges.contains(step)) {
                new LinkedHashMap<>(made)
                        .forEach(
                                (file, tally) ->
                                        text.add(said(texts, file, Json.read(tally, Tally.class))));
            }
        }
        if (!text.isEmpty()) {
            text.addAll(0, List.of("", "## " + texts.say(Text.of("cli.report.merged")), ""));
        }
        return text;
    }

    private static String said(Texts texts, String file, Tally tally) {
        var words =
                Text.of(
                        "cli.report.merged.file",
                        file,
                        by(tally),
                        keys(tally.taken()),
                        keys(tally.kept()),
                        keys(tally.settled()),
                        from(tally));
        return "- " + texts.say(words);
    }

    private static Text by(Tally tally) {
        return switch (tally.by()) {
            case "key" -> Text.of("cli.report.merged.by-key");
            case "line" -> Text.of("cli.report.merged.by-line");
            case "gone" -> Text.of("cli.report.merged.by-gone");
            default -> Text.of("cli.report.merged.by-file");
        };
    }

    private static Text from(Tally tally) {
        return switch (tally.original()) {
            case "kept" -> Text.of("cli.report.merged.from-kept");
            case "beside" -> Text.of("cli.report.merged.from-beside");
            case "archive" -> Text.of("cli.report.merged.from-archive");
            default -> Text.of("cli.report.merged.from-none");
        };
    }

    private static String keys(List<String> keys) {
        if (keys.isEmpty()) {
            return "-";
        }
        var shown = keys.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return keys.size() > SHOWN ? shown + ", … (" + keys.size() + ")" : shown;
    }
}
