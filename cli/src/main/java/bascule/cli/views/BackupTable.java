package bascule.cli.views;

import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.store.Technique;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run backed up, and what was shown of it before the outage, store by store. */
record BackupTable(Plan plan, List<Line> lines) {

    /** Nothing if nothing was backed up. */
    List<String> markdown(Texts texts) {
        var copied = new LinkedHashMap<String, String>();
        var proved = new LinkedHashMap<String, String>();
        for (var line : lines) {
            if (line.entry() instanceof Entry.Done(var step, var made, var _)) {
                switch (action(step).orElse(new Action.Look())) {
                    case Action.Backup backup when backup.pass().equals("last") ->
                            copied.put(
                                    backup.store().name(),
                                    backup.technique() instanceof Technique.Snapshot
                                            ? texts.say(Text.of("cli.report.snapshot"))
                                            : copied(made, texts));
                    case Action.Prove prove ->
                            proved.put(prove.store().name(), proved(made, line, texts));
                    default -> {}
                }
            }
        }
        var text = new ArrayList<String>();
        if (!copied.isEmpty()) {
            text.add("");
            text.add("## " + texts.say(Text.of("cli.report.backups")));
            text.add("");
            text.add(texts.say(Text.of("cli.report.backups.head")));
            text.add("|---|---|---|");
            copied.forEach(
                    (store, what) ->
                            text.add(
                                    "| %s | %s | %s |"
                                            .formatted(
                                                    store, what, proved.getOrDefault(store, "-"))));
        }
        return text;
    }

    private Optional<Action> action(String id) {
        return plan.steps()
                .filter(step -> step.id().equals(id))
                .map(bascule.plan.Step::action)
                .findFirst();
    }

    private static String copied(Map<String, String> made, Texts texts) {
        var copied =
                texts.say(
                        Text.of(
                                "cli.report.copied",
                                made.getOrDefault("files", "?"),
                                made.getOrDefault("bytes", "?")));
        return made.containsKey("because")
                ? copied + "; " + made.getOrDefault("because", "").replace("|", "\\|")
                : copied;
    }

    private static String proved(Map<String, String> made, Line line, Texts texts) {
        if (!made.getOrDefault("proved", "").equals("yes")) {
            return texts.say(Text.of("cli.report.not-proved", made.getOrDefault("because", "?")));
        }
        var took = Duration.parse(made.getOrDefault("took", "PT0S"));
        return texts.say(
                Text.of(
                        "cli.report.proved",
                        line.at(),
                        made.getOrDefault("tables", "?"),
                        made.getOrDefault("rows", "?"),
                        Clocks.length(took)));
    }
}
