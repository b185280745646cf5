package bascule.run;

import bascule.journal.Course;
import bascule.journal.Course.Direction;
import bascule.journal.Course.Standing;
import bascule.journal.Entry;
import bascule.plan.Undo;
import bascule.problem.Problem;
import bascule.text.Text;

import java.util.Optional;

/** Whether a wish can be granted where the run stands now. */
record Judge(Whereabouts where) {

    private Course course() {
        return where.course();
    }

    /** Why not; empty if it can. */
    Optional<Problem> against(Wish wish) {
        return switch (wish) {
            case Wish.Stop _ -> againstStop();
            case Wish.Back back -> againstBack(back);
            case Wish.Retry _ -> waits() ? Optional.empty() : Optional.of(nothingWaits());
            case Wish.Skip skip -> againstSkip(skip);
        };
    }

    private boolean over() {
        return course().ended().filter(end -> !end.outcome().equals("stuck")).isPresent();
    }

    /** Whether something failed that a person may decide about. */
    private boolean waits() {
        var outage = where.plan().outages().get(where.forwardAt());
        var unsettled =
                course().direction() == Direction.FORWARD
                        && course().ended().isPresent()
                        && where.unsettled(outage);
        var stuckBack =
                course().direction() == Direction.BACK
                        && !over()
                        && course().lastFailure().filter(f -> f.then().equals("stuck")).isPresent();
        return course().direction() == Direction.WAITING || unsettled || stuckBack;
    }

    private Optional<Problem> againstStop() {
        if (over() || course().direction() == Direction.BACK) {
            return Optional.of(problem("BSC-311", "run.wish.stop", Text.of("run.wish.over")));
        }
        var outage = where.plan().outages().get(where.forwardAt());
        if (where.noReturn(outage).isPresent()) {
            return Optional.of(neverBack(outage));
        }
        return where.closed(outage)
                ? Optional.of(problem("BSC-311", "run.wish.stop", Text.of("run.wish.closed")))
                : Optional.empty();
    }

    private Optional<Problem> againstBack(Wish.Back wish) {
        if (where.backAt() < 0 || (course().direction() == Direction.BACK && !over())) {
            return Optional.of(
                    problem("BSC-311", "run.wish.back", Text.of("run.wish.back-already")));
        }
        var outage = where.plan().outages().get(where.backAt());
        if (where.noReturn(outage).isPresent()) {
            return Optional.of(neverBack(outage));
        }
        if (where.visited(outage) && !wish.loseWrites()) {
            var since = where.openedAt(outage).map(Object::toString).orElse("");
            return Optional.of(
                    new Problem(
                            "BSC-312",
                            Text.of("run.wish.back", where.plan().instance()),
                            Text.of("run.wish.writes", outage.to(), since),
                            Telling.now(where),
                            Text.of("run.wish.writes.next", where.plan().instance())));
        }
        return Optional.empty();
    }

    private Problem neverBack(bascule.plan.Plan.Outage outage) {
        var step = where.noReturn(outage).orElseThrow();
        var because = step.undo() instanceof Undo.Never(var why) ? why : "";
        return new Problem(
                "BSC-310",
                Text.of("run.wish.back", where.plan().instance()),
                Text.of("run.wish.never", step.id(), because),
                Telling.now(where),
                Text.of("run.wish.never.next", where.plan().instance()));
    }

    private Optional<Problem> againstSkip(Wish.Skip skip) {
        var standing = course().standing(skip.step());
        var failed = standing == Standing.FAILED || standing == Standing.UNSETTLED;
        var forward = course().waiting().map(Entry.Failed::step).filter(skip.step()::equals);
        var other = course().direction() == Direction.WAITING && forward.isEmpty();
        if (!waits() || !failed || other || skip.why().isBlank()) {
            return Optional.of(problem("BSC-311", "run.wish.skip", Text.of("run.wish.not-that")));
        }
        return Optional.empty();
    }

    private Problem nothingWaits() {
        return problem("BSC-311", "run.wish.retry", Text.of("run.wish.nothing-waits"));
    }

    private Problem problem(String code, String what, Text why) {
        return new Problem(
                code,
                Text.of(what, where.plan().instance()),
                why,
                Telling.now(where),
                Text.of("run.wish.next", where.plan().instance()));
    }
}
