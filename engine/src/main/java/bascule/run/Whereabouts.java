package bascule.run;

import bascule.journal.Course;
import bascule.journal.Course.Direction;
import bascule.journal.Course.Standing;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Plan.Outage;
import bascule.plan.Step;
import bascule.recipe.Phase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where a run stands: pure readings of its plan and its course. */
public record Whereabouts(Plan plan, Course course) {

    /** The outage that the way forward has come to: the first with something left to do. */
    int forwardAt() {
        var outages = plan.outages();
        for (var index = 0; index < outages.size(); index++) {
            if (!outages.get(index).forward().allMatch(step -> standing(step).over())) {
                return index;
            }
        }
        return outages.size() - 1;
    }

    /**
     * The outage that a way back goes over: the one reached, and then, each time that somebody
     * wants to go back further, the one before it. Negative if there is none left.
     */
    int backAt() {
        return forwardAt() - course.waysBack();
    }

    private Standing standing(Step step) {
        return course.standing(step.id());
    }

    private boolean touched(Step step) {
        return course.touched(step.id());
    }

    private static Stream<Step> closedSteps(Outage outage) {
        return Stream.concat(
                outage.closing().stream(),
                outage.legs().stream().flatMap(leg -> leg.steps().stream()));
    }

    /** Whether the application was closed: something that closes it has begun. */
    boolean closed(Outage outage) {
        return closedSteps(outage).anyMatch(this::touched);
    }

    /** Whether visitors are let in again, to the new release. */
    boolean opened(Outage outage) {
        return opened(outage, step -> standing(step).over());
    }

    /** Whether visitors were let in to the new release, be they shut out since. */
    boolean visited(Outage outage) {
        return opened(outage, this::once);
    }

    private boolean opened(Outage outage, Predicate<Step> over) {
        return closedSteps(outage).findAny().isPresent()
                && closedSteps(outage).allMatch(over)
                && outage.after().stream()
                        .filter(step -> step.phase() == Phase.OPEN)
                        .allMatch(
                                step ->
                                        over.test(step)
                                                || (mended(standing(step)) && !letsIn(step)));
    }

    /** Whether the new release was found good: from here on nothing goes back by itself. */
    boolean verified(Outage outage) {
        return closedSteps(outage).allMatch(this::once);
    }

    /** Whether it has come to its end, be it begun anew since. */
    private boolean once(Step step) {
        return standing(step).over() || course.made(step.id()).isPresent();
    }

    /** A start for visitors, or the door: without it nobody gets in, or nobody answers. */
    static boolean letsIn(Step step) {
        return step.action() instanceof Action.Change || step.action() instanceof Action.OpenDoor;
    }

    /** It failed behind visitors who are let in, and perhaps somebody tries again. */
    private static boolean mended(Standing standing) {
        return standing == Standing.UNSETTLED || standing == Standing.AGAIN;
    }

    /** The step after whose beginning there is no way back over this outage. */
    Optional<Step> noReturn(Outage outage) {
        return outage.forward().filter(Step::pointOfNoReturn).filter(this::touched).findFirst();
    }

    /** Whether something failed once the new release was found good. */
    boolean unsettled(Outage outage) {
        return outage.forward().anyMatch(step -> standing(step) == Standing.UNSETTLED);
    }

    /** What failed then and keeps visitors out, or would keep them out after a boot. */
    Optional<Step> shut(Outage outage) {
        return outage.forward()
                .filter(step -> standing(step) == Standing.UNSETTLED)
                .filter(
                        step ->
                                step.phase().compareTo(Phase.OPEN) < 0
                                        || (step.phase() == Phase.OPEN
                                                && (letsIn(step)
                                                        || step.action() instanceof Action.Unbar)))
                .findFirst();
    }

    /** The way back, without what has nothing to take back. */
    List<Step> back(Outage outage) {
        return outage.back().stream().filter(this::takesBack).toList();
    }

    private boolean takesBack(Step step) {
        return step.undoes().isEmpty() || step.undoes().stream().anyMatch(course::touched);
    }

    /** What on a way back comes after visitors are let in again: tidying. */
    static boolean tidies(Step step) {
        return step.phase().compareTo(Phase.OPEN) > 0 || step.action() instanceof Action.Discard;
    }

    /** Whether the old release serves again, or never ceased to. */
    boolean returned(Outage outage) {
        return back(outage).stream()
                .filter(step -> !tidies(step))
                .allMatch(step -> standing(step).over());
    }

    /** When the application was closed, as far as the journal knows. */
    Optional<Instant> closedAt(Outage outage) {
        if (course.direction() == Direction.BACK && opened(outage)) {
            return firstBegan(outage.back().stream());
        }
        return firstBegan(closedSteps(outage));
    }

    private Optional<Instant> firstBegan(Stream<Step> steps) {
        return steps.flatMap(step -> course.began(step.id()).stream()).min(Instant::compareTo);
    }

    Optional<Instant> openedAt(Outage outage) {
        var open =
                Stream.concat(
                        closedSteps(outage),
                        outage.after().stream().filter(step -> step.phase() == Phase.OPEN));
        return open.flatMap(step -> course.over(step.id()).stream()).max(Instant::compareTo);
    }

    Optional<Instant> returnedAt(Outage outage) {
        return back(outage).stream()
                .filter(step -> !tidies(step))
                .flatMap(step -> course.over(step.id()).stream())
                .max(Instant::compareTo);
    }

    /** What visitors get now. */
    public Outcome.Serving serving() {
        if (course.direction() == Direction.BACK) {
            var gone = course.ended().filter(end -> !end.outcome().equals("stuck")).isPresent();
            return backServing(backAt() + (gone ? 1 : 0));
        }
        var at = forwardAt();
        var outage = plan.outages().get(at);
        if (opened(outage)) {
            return new Outcome.Serving(Optional.of(outage.to()), openedAt(outage));
        }
        return closed(outage) ? Outcome.Serving.NOTHING : stillFrom(at);
    }

    private Outcome.Serving backServing(int at) {
        var outage = plan.outages().get(at);
        if (!closed(outage)) {
            return stillFrom(at);
        }
        if (returned(outage)) {
            return new Outcome.Serving(Optional.of(outage.from()), returnedAt(outage));
        }
        var begun = outage.back().stream().anyMatch(this::touched);
        return opened(outage) && !begun
                ? new Outcome.Serving(Optional.of(outage.to()), openedAt(outage))
                : Outcome.Serving.NOTHING;
    }

    private Outcome.Serving stillFrom(int at) {
        var since = at == 0 ? Optional.<Instant>empty() : openedAt(plan.outages().get(at - 1));
        return new Outcome.Serving(Optional.of(plan.outages().get(at).from()), since);
    }
}
