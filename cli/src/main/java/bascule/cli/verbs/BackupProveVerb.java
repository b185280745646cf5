package bascule.cli.verbs;

import bascule.cli.Damaged;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Outset;
import bascule.cli.Verb;
import bascule.cli.views.Clocks;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Planner;
import bascule.problem.Problem;
import bascule.state.RunFolder;
import bascule.state.Stock;
import bascule.state.Stored;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code bascule backup prove NAME [ID]}: restores a backup into something that nobody uses,
 * compares, and tells how long the restore took. A run of its own: it may be killed and resumed.
 */
@Command(name = "prove")
public final class BackupProveVerb implements Verb {
    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", descriptionKey = "backup-id")
    private Optional<String> id = Optional.empty();

    @Option(names = "--full")
    private boolean full;

    @Override
    public Exit run(Desk desk) {
        var stored = Damaged.refuse(desk, new Stock(desk.instance(name)).chosen(id));
        var outset = Outset.of(desk, name, "bascule backup prove " + name);
        outset.refuseSecond();
        var survey = outset.workshop().survey(outset.subject());
        var planner = new Planner(outset.subject(), survey, outset.options());
        var plan = planner.prove(stored.source(), full ? "full" : "light");
        var exit = outset.begin(plan, () -> survey);
        if (exit != Exit.DONE) {
            return exit;
        }
        var run = outset.workshop().folder().last().orElseThrow();
        return told(desk, stored, plan, run);
    }

    /** The figures of each store, and what could not be tried on this machine. */
    private Exit told(Desk desk, Stored stored, Plan plan, RunFolder run) {
        var course = run.course();
        var not = Optional.<Problem>empty();
        for (var step : plan.steps().toList()) {
            if (step.action() instanceof Action.Prove(var store, _, _, _)) {
                var made = course.made(step.id()).orElse(Map.of());
                if (made.getOrDefault("proved", "").equals("yes")) {
                    tell(desk, stored, store.name(), made);
                } else {
                    not = not.or(() -> Optional.of(notHere(stored, store.name(), made)));
                }
            }
        }
        not.ifPresent(desk::show);
        return not.isPresent() ? Exit.REFUSED : Exit.DONE;
    }

    private static void tell(Desk desk, Stored stored, String store, Map<String, String> made) {
        if (desk.json()) {
            var fields = new LinkedHashMap<String, String>();
            fields.put("backup", stored.id());
            fields.put("store", store);
            fields.putAll(made);
            desk.print(Flat.json(fields));
        } else {
            desk.print(
                    desk.say(
                            "cli.backups.shown",
                            stored.id(),
                            store,
                            made.getOrDefault("tables", "?"),
                            made.getOrDefault("rows", "?"),
                            Clocks.length(Duration.parse(made.getOrDefault("took", "PT0S")))));
        }
    }

    private Problem notHere(Stored stored, String store, Map<String, String> made) {
        return new Problem(
                "BSC-322",
                Text.of("cli.not-provable.what", stored.id(), store),
                Text.verbatim(made.getOrDefault("because", "")),
                Text.of("cli.nothing-changed"),
                Text.of("cli.not-provable.next", name));
    }
}
