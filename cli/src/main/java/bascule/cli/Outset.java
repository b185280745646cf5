package bascule.cli;

import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.plan.Options;
import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.Lock;
import bascule.text.Text;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * From a plan to its run: the lock, preflight, the run's folder. Up to that nothing is changed.
 *
 * @param command for people who wonder who holds the lock
 */
public record Outset(
        Desk desk, Workshop workshop, Subject subject, Options options, String command) {

    /** The instance as it is written, and what earlier runs tell. */
    public static Outset of(Desk desk, String name, String command) {
        var workshop = new Workshop(desk, name);
        var subject = workshop.subject();
        var options =
                Options.plain(Release.text())
                        .accepting(java.util.Set.copyOf(subject.instance().accept()))
                        .remembering(workshop.folder().acknowledgements().all(), desk.speaker())
                        .knowing(History.of(workshop.folder()).durations())
                        .in(desk.texts().language());
        return new Outset(desk, workshop, subject, options, command);
    }

    public Outset with(Options other) {
        return new Outset(desk, workshop, subject, other, command);
    }

    /**
     * Said before anything else: what a survey finds in the middle of another run is no answer.
     *
     * @throws Refusal BSC-306 if a run has not ended, the lock's if another process holds it
     */
    public void refuseSecond() {
        var folder = workshop.folder();
        try (var _ = folder.lock(command)) {
            folder.unfinished()
                    .ifPresent(
                            run -> {
                                throw new Refusal(
                                        new Problem(
                                                "BSC-306",
                                                Text.of("state.unfinished.what", folder.name()),
                                                Text.of("state.unfinished.why", run.id()),
                                                Text.of("cli.nothing-changed"),
                                                Text.of("state.unfinished.next", folder.name())));
                            });
        }
    }

    /**
     * Asks what preflight asks, and carries the plan out unless something speaks against it.
     *
     * @param survey taken once the lock is held
     */
    public Exit begin(Plan plan, Supplier<Survey> survey) {
        try (var lock = workshop.folder().lock(command)) {
            return locked(plan, survey, lock);
        }
    }

    private Exit locked(Plan plan, Supplier<Survey> survey, Lock lock) {
        var folder = workshop.folder();
        var root = subject.instance().root();
        folder.refuseForeign(root);
        var inspection = new Inspection(workshop, subject, options);
        var answers = inspection.ask(plan, survey.get());
        Inspection.tell(desk, answers, false);
        var against = Inspection.against(plan, answers);
        if (against.isPresent()) {
            desk.show(against.get());
            return Exit.REFUSED;
        }
        folder.claim(root);
        var run = folder.begin(lock, plan, Clock.systemUTC());
        var doer = workshop.doer(plan, run);
        var orders = new Conductor.Orders(List.of(), true, doer, inspection.door());
        var conductor = new Conductor(desk, folder, lock);
        return conductor.tell(run, plan.purpose(), conductor.go(run, plan, orders));
    }
}
