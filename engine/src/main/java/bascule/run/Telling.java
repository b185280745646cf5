package bascule.run;

import bascule.journal.Course.Direction;
import bascule.journal.Course.Standing;
import bascule.journal.Entry;
import bascule.plan.Action;
import bascule.plan.Step;
import bascule.problem.Problem;
import bascule.store.Technique;
import bascule.text.Text;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run tells at its end: the outcome, and a problem with its four texts; all read from the
 * plan and the journal, so that a run ended long ago tells the same.
 */
record Telling(Whereabouts where, Path backups) {

    private static final String UNSETTLED = "run.next.not-settled";

    Outcome outcome(String word) {
        var serving = where.serving();
        return switch (word) {
            case "upgraded" -> new Outcome.Upgraded(serving);
            case "stopped" -> new Outcome.Stopped(serving);
            case "rolled-back" -> rolledBack(serving);
            case "not-settled" -> new Outcome.NotSettled(serving, notSettled());
            case "paused" -> new Outcome.Paused(serving, stands(), waiting("run.next.paused"));
            case "stuck" -> new Outcome.Stuck(serving, stands(), stuck());
            default -> throw new IllegalStateException("internal error: no outcome " + word);
        };
    }

    /** Where the instance stands, in one sentence. */
    static Text now(Whereabouts where) {
        var serving = where.serving();
        var name = where.plan().instance();
        if (serving.release().isEmpty()) {
            return Text.of("run.now.closed", name);
        }
        var release = serving.release().get();
        return serving.since()
                .map(since -> Text.of("run.now.serves-since", name, release, since))
                .orElseGet(() -> Text.of("run.now.serves", name, release));
    }

    private Outcome rolledBack(Outcome.Serving serving) {
        var outage = where.plan().outages().get(where.backAt() + 1);
        var interrupted = where.closed(outage);
        return new Outcome.RolledBack(serving, interrupted, turnedBack(interrupted));
    }

    private Optional<Problem> turnedBack(boolean interrupted) {
        if (where.course().turn().isEmpty()
                || !(where.course().turn().get().entry() instanceof Entry.Failed failed)) {
            return Optional.empty();
        }
        var now =
                interrupted
                        ? exchanged()
                                ? Text.of("run.now.exchanged", now(where))
                                : Text.of(key("run.now.rolled-back"), now(where), backups)
                        : Text.of(key("run.now.not-interrupted"), now(where));
        return Optional.of(problem(failed, now, next("run.next.log", failed)));
    }

    /** Whether a copy took the place of what it was made of: none is kept then. */
    private boolean exchanged() {
        return where.back(where.plan().outages().get(where.backAt() + 1)).stream()
                .filter(step -> step.action() instanceof Action.Restore(_, _, Technique.Followed _))
                .anyMatch(step -> where.course().standing(step.id()) == Standing.DONE);
    }

    private Optional<Problem> notSettled() {
        return where.plan()
                .steps()
                .filter(step -> where.course().standing(step.id()) == Standing.UNSETTLED)
                .findFirst()
                .flatMap(step -> where.course().failure(step.id()))
                .map(
                        failed ->
                                problem(
                                        failed,
                                        Text.of("run.now.not-settled", now(where), backups),
                                        next(key(UNSETTLED), failed)));
    }

    private Optional<Problem> waiting(String next) {
        return where.course().waiting().map(failed -> problem(failed, kept(), next(next, failed)));
    }

    private Optional<Problem> stuck() {
        if (where.course().direction() == Direction.WAITING) {
            return waiting("run.next.stuck-forward");
        }
        if (where.course().direction() == Direction.FORWARD
                && where.course().standing(stands()) == Standing.UNSETTLED) {
            return where.course()
                    .failure(stands())
                    .map(failed -> problem(failed, kept(), next(key(UNSETTLED), failed)));
        }
        var failed = where.course().lastFailure();
        return Optional.of(
                failed.map(last -> problem(last, kept(), next("run.next.stuck-back", last)))
                        .orElseGet(this::crashLoop));
    }

    private Problem crashLoop() {
        var name = where.plan().instance();
        return new Problem(
                "BSC-309",
                Text.of(key("run.what"), name, where.plan().to()),
                Text.of("run.why.attempts", where.course().barren(), stands()),
                kept(),
                Text.of("run.next.attempts", name, stands()));
    }

    /** Of a text that is said otherwise of a backup or a restore. */
    private String key(String key) {
        return where.plan().purpose().key(key);
    }

    private Text kept() {
        return Text.of("run.now.kept", now(where), backups);
    }

    /** The step that the run cannot get past. */
    private String stands() {
        var course = where.course();
        if (course.waiting().isPresent()) {
            return course.waiting().get().step();
        }
        if (course.direction() == Direction.BACK) {
            return first(where.back(where.plan().outages().get(where.backAt())).stream());
        }
        var outage = where.plan().outages().get(where.forwardAt());
        return where.shut(outage).map(Step::id).orElseGet(() -> first(outage.forward()));
    }

    private String first(Stream<Step> steps) {
        return steps.filter(step -> !where.course().standing(step.id()).over())
                .map(Step::id)
                .findFirst()
                .orElse("");
    }

    private Text next(String key, Entry.Failed failed) {
        return Text.of(key, where.plan().instance(), failed.step());
    }

    private Problem problem(Entry.Failed failed, Text now, Text next) {
        var plan = where.plan();
        return new Problem(
                failed.code(),
                Text.of(key("run.what"), plan.instance(), plan.to()),
                Text.of("run.why.step", failed.step(), failed.why()),
                now,
                next);
    }
}
