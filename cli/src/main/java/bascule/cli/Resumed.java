package bascule.cli;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.run.Gatekeeper;
import bascule.run.Wish;
import bascule.state.InstanceFolder;
import bascule.state.Lock;
import bascule.state.RunFolder;
import bascule.text.Text;

import java.util.List;

/**
 * Going on with a run from where its journal stands. Neither recipe nor instance is read again: the
 * plan holds everything.
 */
public record Resumed(Desk desk, String name, boolean attended) {

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
        var doer = new Workshop(desk, name).doer(plan, run);
        var conductor = new Conductor(desk, folder, lock);
        var outcome =
                conductor.go(
                        run, plan, new Conductor.Orders(wishes, attended, doer, Gatekeeper.NOBODY));
        return conductor.tell(run, outcome);
    }

    /** The unfinished run; where somebody wants something, the last one may be finished too. */
    private RunFolder run(InstanceFolder folder, List<Wish> wishes) {
        var unfinished = folder.unfinished();
        return unfinished
                .or(() -> wishes.isEmpty() ? unfinished : folder.last())
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
