package bascule.run;

import bascule.event.Event;
import bascule.event.Watcher;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.problem.Problem;
import bascule.recipe.Phase;
import bascule.text.Text;
import bascule.version.Version;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells the watcher what happens; a watcher that breaks is not heard, and changes nothing. */
final class Herald {
    private final Watcher watcher;
    private final Clock clock;
    private Optional<Phase> phase = Optional.empty();
    private String era = "";
    private int index;
    private int of;

    Herald(Watcher watcher, Clock clock) {
        this.watcher = watcher;
        this.clock = clock;
    }

    private void tell(Event event) {
        try {
            watcher.see(event);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError dropped) {
            // An observer cannot fail a run.
            return;
        }
    }

    Instant now() {
        return clock.instant();
    }

    void runBegan(String run, Plan plan, int steps) {
        var from = plan.from().text();
        tell(new Event.RunBegan(now(), run, plan.instance(), from, plan.to().text(), steps));
    }

    void resumed(String run, String who) {
        tell(new Event.Resumed(now(), run, who));
    }

    /** The steps that follow are counted anew, from {@code index} + 1. */
    void count(int done, int all) {
        index = done;
        of = all;
    }

    void passed() {
        index++;
    }

    void stepBegan(Place place) {
        var step = place.step();
        if (!phase.equals(Optional.of(step.phase())) || !era.equals(place.era().text())) {
            phase = Optional.of(step.phase());
            era = place.era().text();
            tell(new Event.PhaseBegan(now(), step.phase(), era));
        }
        tell(new Event.StepBegan(now(), step.id(), step.phase(), step.summary(), index + 1, of));
    }

    void progress(Step step, Doer.Progress progress) {
        var event =
                new Event.StepProgress(
                        now(), step.id(), progress.done(), progress.of(), progress.line());
        tell(event);
    }

    void stepDone(Step step, Instant since, boolean asFound) {
        var took = Duration.between(since, now()).toMillis();
        tell(new Event.StepDone(now(), step.id(), took, asFound));
    }

    void stepFailed(String step, String code, Text why, String then) {
        tell(new Event.StepFailed(now(), step, code, why, then));
    }

    void wayBack(Version to, String because) {
        phase = Optional.empty();
        tell(new Event.WayBack(now(), to.text(), because));
    }

    void closed() {
        tell(new Event.Closed(now()));
    }

    void served(Version release, Duration outage) {
        tell(new Event.Served(now(), release.text(), outage.toMillis()));
    }

    void told(Text text) {
        tell(new Event.Told(now(), text));
    }

    void ended(String outcome, String serves, Optional<Problem> problem) {
        tell(new Event.RunEnded(now(), outcome, serves, problem));
    }
}
