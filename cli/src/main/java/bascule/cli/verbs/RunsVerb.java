package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.cli.views.Clocks;
import bascule.cli.views.Table;
import bascule.journal.Line;
import bascule.problem.Refusal;
import bascule.state.RunFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code bascule runs NAME}: every run of an instance, the newest last. */
@Command(name = "runs")
public final class RunsVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Override
    public Exit run(Desk desk) {
        var runs = desk.instance(name).runs().stream().map(RunsVerb::row).toList();
        if (desk.json()) {
            runs.forEach(run -> desk.print(Flat.json(run)));
        } else if (runs.isEmpty()) {
            desk.print(desk.say("cli.runs.none", name));
        } else {
            show(desk, runs);
        }
        return Exit.DONE;
    }

    /** A run whose plan or journal is damaged is named all the same. */
    private static Map<String, String> row(RunFolder run) {
        var row = new LinkedHashMap<String, String>();
        row.put("run", run.id());
        try {
            var plan = run.plan();
            row.put("from", plan.from().text());
            row.put("to", plan.to().text());
            var lines = run.lines();
            row.put("began", lines.getFirst().at().toString());
            row.put("last", lines.getLast().at().toString());
            row.put("seconds", Long.toString(length(lines).toSeconds()));
            var ended = run.course().ended();
            var word = ended.map(end -> end.outcome()).orElse("");
            row.put("outcome", plan.purpose().told(word));
            row.put("serves", ended.map(end -> end.serves()).orElse(""));
        } catch (Refusal damaged) {
            row.put("problem", damaged.problem().code());
        }
        return row;
    }

    private static Duration length(List<Line> lines) {
        return Duration.between(lines.getFirst().at(), lines.getLast().at());
    }

    private static void show(Desk desk, List<Map<String, String>> runs) {
        var table =
                new Table(
                        List.of(
                                desk.say("cli.runs.run"),
                                desk.say("cli.runs.from"),
                                desk.say("cli.runs.to"),
                                desk.say("cli.runs.took"),
                                desk.say("cli.runs.outcome")));
        for (var run : runs) {
            table.row(
                    run.getOrDefault("run", ""),
                    run.getOrDefault("from", "?"),
                    run.getOrDefault("to", "?"),
                    Clocks.length(
                            Duration.ofSeconds(Long.parseLong(run.getOrDefault("seconds", "0")))),
                    outcome(desk, run));
        }
        table.lines().forEach(desk::print);
    }

    private static String outcome(Desk desk, Map<String, String> run) {
        return run.containsKey("problem")
                ? run.getOrDefault("problem", "")
                : desk.texts().say(desk.sentences().outcome(run.getOrDefault("outcome", "")));
    }
}
