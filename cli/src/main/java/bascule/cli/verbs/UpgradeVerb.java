package bascule.cli.verbs;

import bascule.cli.Conductor;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.History;
import bascule.cli.Inspection;
import bascule.cli.PlanOnFile;
import bascule.cli.Verb;
import bascule.cli.Wanted;
import bascule.cli.Workshop;
import bascule.cli.views.PlanView;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.plan.Options;
import bascule.plan.Plan;
import bascule.plan.PlanFile;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.InstanceFolder;
import bascule.state.Lock;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * {@code bascule upgrade NAME}: survey, plan, question, lock, preflight, run. Up to the run folder
 * nothing is changed.
 */
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

    /** What is known before anything is begun. */
    private record Ready(
            Workshop workshop, Subject subject, Survey survey, Options options, Plan plan) {}

    @Override
    public Exit run(Desk desk) {
        var ready = ready(desk);
        var plan = ready.plan();
        tell(desk, plan);
        if (!yes
                && !desk.asks(
                        Text.of("cli.upgrade.ask", plan.instance(), plan.from(), plan.to()),
                        Text.of("cli.upgrade.yes", name))) {
            desk.print(desk.say("cli.nothing-changed"));
            return Exit.STOPPED;
        }
        try (var lock = ready.workshop().folder().lock("bascule upgrade " + name)) {
            return locked(desk, ready, lock);
        }
    }

    private Ready ready(Desk desk) {
        var workshop = new Workshop(desk, name);
        var subject = wanted.subject(workshop.subject());
        refuseSecond(workshop.folder());
        var survey = workshop.survey(subject);
        var options = wanted.options(desk, subject, History.of(workshop.folder()));
        var plan =
                file.map(path -> PlanOnFile.read(path, name))
                        .orElseGet(() -> wanted.plan(subject, survey, options));
        return new Ready(workshop, subject, survey, options, plan);
    }

    /** Said before anything else: what a survey finds in the middle of another run is no answer. */
    private void refuseSecond(InstanceFolder folder) {
        try (var _ = folder.lock("bascule upgrade " + name)) {
            folder.unfinished()
                    .ifPresent(
                            run -> {
                                throw new Refusal(
                                        new Problem(
                                                "BSC-306",
                                                Text.of("state.unfinished.what", name),
                                                Text.of("state.unfinished.why", run.id()),
                                                Text.of("cli.nothing-changed"),
                                                Text.of("state.unfinished.next", name)));
                            });
        }
    }

    private Exit locked(Desk desk, Ready ready, Lock lock) {
        var folder = ready.workshop().folder();
        var plan = ready.plan();
        var root = ready.subject().instance().root();
        folder.refuseForeign(root);
        // Time has passed if a person thought it over.
        var survey = yes ? ready.survey() : ready.workshop().survey(ready.subject());
        var inspection = new Inspection(ready.workshop(), ready.subject(), ready.options());
        var answers = inspection.ask(plan, survey);
        Inspection.tell(desk, answers, false);
        var against = Inspection.against(plan, answers);
        if (against.isPresent()) {
            desk.show(against.get());
            return Exit.REFUSED;
        }
        folder.claim(root);
        var run = folder.begin(lock, plan, Clock.systemUTC());
        var doer = ready.workshop().doer(plan, run);
        var orders = new Conductor.Orders(List.of(), true, doer, inspection.door());
        var conductor = new Conductor(desk, folder, lock);
        return conductor.tell(run, conductor.go(run, plan, orders));
    }

    private static void tell(Desk desk, Plan plan) {
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
