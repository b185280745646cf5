package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Outset;
import bascule.cli.PlanOnFile;
import bascule.cli.Verb;
import bascule.cli.Wanted;
import bascule.cli.Workshop;
import bascule.cli.views.PlanView;
import bascule.plan.Plan;
import bascule.plan.PlanFile;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/** {@code bascule upgrade NAME}: survey, plan, question, lock, preflight, run. */
@Command(name = "upgrade")
public final class UpgradeVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Mixin private Wanted wanted = new Wanted();

    @Option(names = "--plan", paramLabel = "FILE")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            descriptionKey = "yes")
    private boolean yes;

    @Override
    public Exit run(Desk desk) {
        var workshop = new Workshop(desk, name);
        var subject = wanted.subject(workshop.subject());
        var options = wanted.options(desk, subject, workshop.folder());
        var outset = new Outset(desk, workshop, subject, options, "bascule upgrade " + name);
        outset.refuseSecond();
        var survey = workshop.survey(subject);
        var plan =
                file.map(path -> PlanOnFile.read(path, name))
                        .orElseGet(() -> wanted.plan(subject, survey, options));
        tell(desk, plan);
        if (!yes
                && !desk.asks(
                        Text.of("cli.upgrade.ask", plan.instance(), plan.from(), plan.to()),
                        Text.of("cli.upgrade.yes", name))) {
            desk.print(desk.say("cli.nothing-changed"));
            return Exit.STOPPED;
        }
        // Time has passed if a person thought it over.
        return outset.begin(plan, () -> yes ? survey : workshop.survey(subject));
    }

    /** What is about to be done, to people whole, to programs in short. */
    static void tell(Desk desk, Plan plan) {
        if (!desk.json()) {
            PlanView.forward(plan, desk.sentences()).forEach(desk::print);
            return;
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put("plan", PlanFile.digest(plan));
        fields.put("instance", plan.instance());
        fields.put("from", plan.from().text());
        fields.put("to", plan.to().text());
        fields.put("steps", Long.toString(plan.steps().count()));
        desk.print(Flat.json(fields));
    }
}
