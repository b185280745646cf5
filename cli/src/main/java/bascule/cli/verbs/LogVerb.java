package bascule.cli.verbs;

import bascule.cli.Chosen;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.cli.views.JournalLines;
import bascule.host.Launch;
import bascule.json.Json;
import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Nearest;
import bascule.state.RunFolder;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code bascule log NAME}: the journal of a run; with a step, what its command printed. */
@Command(name = "log")
public final class LogVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--run", paramLabel = "ID", descriptionKey = "run")
    private Optional<String> id = Optional.empty();

    @Option(names = "--step", paramLabel = "STEP")
    private Optional<String> step = Optional.empty();

    @Override
    public Exit run(Desk desk) {
        var run = Chosen.run(desk.instance(name), id);
        if (step.isPresent()) {
            output(desk, run, step.get());
        } else {
            var view = new JournalLines(desk.sentences());
            run.lines()
                    .forEach(line -> desk.print(desk.json() ? Json.line(line) : view.line(line)));
        }
        return Exit.DONE;
    }

    private void output(Desk desk, RunFolder run, String wanted) {
        var plan = run.plan();
        var ids = ids(plan);
        // A step may be named without its phase, as people do.
        var step =
                ids.stream()
                        .filter(each -> each.equals(wanted))
                        .findFirst()
                        .or(() -> ids.stream().filter(each -> within(each, wanted)).findFirst())
                        .orElseThrow(() -> unknown(wanted, ids));
        var view = new JournalLines(desk.sentences());
        run.lines().stream()
                .filter(line -> JournalLines.about(line.entry(), step))
                .forEach(line -> desk.print(desk.json() ? Json.line(line) : view.line(line)));
        var output = new Launch.Work(run.steps(), run.id(), step).log();
        if (Files.exists(output)) {
            print(desk, output);
        }
    }

    private static boolean within(String step, String wanted) {
        return step.endsWith("/" + wanted)
                || step.startsWith(wanted + "/")
                || step.contains(":" + wanted + "/");
    }

    private static List<String> ids(Plan plan) {
        return Stream.concat(
                        plan.steps(),
                        plan.outages().stream().flatMap(outage -> outage.back().stream()))
                .map(each -> each.id())
                .toList();
    }

    private static void print(Desk desk, Path file) {
        try {
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(
                            line ->
                                    desk.print(
                                            desk.json()
                                                    ? Flat.json(Map.of("output", line))
                                                    : "  | " + line));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private Refusal unknown(String wanted, List<String> ids) {
        return new Refusal(
                new Problem(
                        "BSC-508",
                        Text.of("cli.no-step.what", wanted, name),
                        Text.of("cli.no-step.why"),
                        Text.of("cli.nothing-changed"),
                        Nearest.to(wanted, ids)
                                .map(near -> Text.of("cli.mistake.meant", near))
                                .orElseGet(() -> Text.of("cli.no-step.next", name))));
    }
}
