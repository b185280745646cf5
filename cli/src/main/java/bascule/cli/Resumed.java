package bascule.cli;

import bascule.plan.Options;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.run.Gatekeeper;
import bascule.run.Wish;
import bascule.state.InstanceFolder;
import bascule.state.Lock;
import bascule.state.RunFolder;
import bascule.text.Text;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Going on with a run from where its journal stands. What is done stands in its plan; recipe and
 * instance are read again only to ask, before the application is closed, whether that is stale.
 *
 * @param meant which runs a wish is about, if none is unfinished
 */
public record Resumed(Desk desk, String name, boolean attended, Predicate<Purpose> meant) {

    public Exit go(String command, List<Wish> wishes) {
        var folder = desk.instance(name);
        var run = run(folder, wishes);
        try (var lock = folder.lock(command)) {
            return go(folder, lock, run, wishes);
        }
    }

    private Exit go(InstanceFolder folder, Lock lock, RunFolder run, List<Wish> wishes) {
        if (!run.madeBy().equals(Release.text())) {
            throw new Refusal(
                    new Problem(
                            "BSC-516",
                            Text.of("cli.other-bascule.what", run.id()),
                            Text.of("cli.other-bascule.why", run.madeBy(), Release.text()),
                            Text.of("cli.nothing-changed"),
                            Text.of("cli.other-bascule.next", run.madeBy())));
        }
        var plan = run.plan();
        var workshop = new Workshop(desk, name);
        var orders =
                new Conductor.Orders(wishes, attended, workshop.doer(plan, run), door(workshop));
        var conductor = new Conductor(desk, folder, lock);
        return conductor.tell(run, plan.purpose(), conductor.go(run, plan, orders));
    }

    /** Days may have passed: whether the plan is still right is asked of what is written now. */
    private static Gatekeeper door(Workshop workshop) {
        return (plan, outage) -> {
            var subject = Wanted.behind(workshop.subject(), plan.door());
            var options = Options.plain(Release.text()).accepting(Set.of());
            return new Inspection(workshop, subject, options).door().ask(plan, outage);
        };
    }

    /** The unfinished run; where somebody wants something, the last one may be finished too. */
    private RunFolder run(InstanceFolder folder, List<Wish> wishes) {
        var unfinished = folder.unfinished();
        return unfinished
                .or(() -> wishes.isEmpty() ? unfinished : folder.last(meant))
                .orElseThrow(
                        () ->
                                new Refusal(
                                        new Problem(
                                                "BSC-517",
                                                Text.of("cli.nothing-to-resume.what", name),
                                                Text.of("cli.nothing-to-resume.why"),
                                                Text.of("cli.nothing-changed"),
                                                Text.of("cli.nothing-to-resume.next", name))));
    }
}
