package bascule.run;

import bascule.journal.Course;
import bascule.journal.Course.Standing;
import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;

import org.jspecify.annotations.NullMarked;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a story ended as one must: wholly new, wholly old, or in a named state that is earned.
 */
@NullMarked
record SimJudge(SimPlan.Made made, SimWorld world, List<Line> lines) {

    private Plan plan() {
        return made.plan();
    }

    static boolean turns(Entry entry) {
        return entry instanceof Entry.Back
                || entry instanceof Entry.Stop
                || (entry instanceof Entry.Failed failed && failed.then().equals("back"));
    }

    void judge(Outcome outcome) {
        switch (outcome) {
            case Outcome.Upgraded(var serving) -> {
                check(serving.word().equals(plan().to().text()), "it serves " + serving);
                wholly(plan().outages().size());
            }
            case Outcome.NotSettled(var serving, var problem) -> {
                check(problem.isPresent(), "not settled, and no problem");
                wholly(reached(serving));
            }
            case Outcome.RolledBack(var serving, _, _) -> old(serving);
            case Outcome.Stopped(var serving) -> old(serving);
            case Outcome.Paused(_, var step, var problem) -> {
                check(problem.isPresent() && !step.isEmpty(), "paused without a name");
                earned(step);
            }
            case Outcome.Stuck(var serving, var step, var problem) -> {
                check(problem.isPresent() && !step.isEmpty(), "stuck without a name");
                earned(step);
                serves(serving);
            }
        }
        var entries = lines.stream().map(Line::entry).toList();
        var ended = entries.getLast() instanceof Entry.Ended;
        check(ended || outcome instanceof Outcome.Paused, "the end stands not in the journal");
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Also of a run that needs hands it is true that it serves, if it says so. */
    private void serves(Outcome.Serving serving) {
        var loose = loose(Course.of(lines));
        if (serving.release().isPresent() && loose.stream().noneMatch(SimJudge::serves)) {
            check(world.state.running().equals(Set.of("web")), "said to serve, and nothing runs");
        }
    }

    /** How many outages are behind a run that ended not settled. */
    private int reached(Outcome.Serving serving) {
        var count = 0;
        for (var outage : plan().outages()) {
            count++;
            if (outage.to().text().equals(serving.word())) {
                return count;
            }
        }
        throw new AssertionError("it serves " + serving + " which is nothing's end");
    }

    private void old(Outcome.Serving serving) {
        for (var index = 0; index < plan().outages().size(); index++) {
            if (plan().outages().get(index).from().text().equals(serving.word())) {
                var expected = world.before.getOrDefault(index, world.state).copy();
                if (loose(Course.of(lines)).stream().anyMatch(SimJudge::serves)) {
                    expected.running().clear();
                    expected.running().addAll(world.state.running());
                    expected.barred().clear();
                    expected.barred().addAll(world.state.barred());
                }
                if (loose(Course.of(lines)).stream().anyMatch(step -> step.contains("door"))) {
                    expected.closed().clear();
                    expected.closed().addAll(world.state.closed());
                }
                equal(withoutEchoes(world.state.copy()), withoutEchoes(expected));
                return;
            }
        }
        throw new AssertionError("it serves " + serving + " which is nothing's beginning");
    }

    /** Whoever skips the start of a service has it stopped, or barred at the next boot. */
    private static boolean serves(String step) {
        return step.contains("web") || step.contains("stop") || step.contains("unbar");
    }

    /** What was said after an outage stays said. */
    private static SimState withoutEchoes(SimState state) {
        state.told().removeIf(each -> each.startsWith("after"));
        return state;
    }

    private void equal(SimState is, SimState expected) {
        if (!is.equals(expected)) {
            throw new AssertionError(
                    "the world is %s instead of %s".formatted(is.seen(), expected.seen()));
        }
    }

    /** The new release, with everything of it, and the settings of before. */
    private void wholly(int outages) {
        var course = Course.of(lines);
        var loose = loose(course);
        var expected = SimState.begin();
        var unsure = new HashSet<String>();
        for (var outage : plan().outages().subList(0, outages)) {
            expected.links().put("current", outage.to().text());
            outage.legs()
                    .forEach(
                            leg ->
                                    leg.steps()
                                            .forEach(
                                                    step -> expect(step, loose, expected, unsure)));
            outage.before().forEach(step -> announced(step, loose, unsure));
            outage.after().stream()
                    .filter(s -> loose.contains(s.id()))
                    .forEach(
                            s ->
                                    unsure.addAll(
                                            s.undoes().stream()
                                                    .map(id -> id.substring(id.indexOf('/') + 1))
                                                    .toList()));
        }
        var state = world.state;
        if (loose.stream().noneMatch(id -> id.contains("link"))) {
            check(state.links().equals(expected.links()), "links " + state.links());
        }
        for (var key : expected.settings().keySet()) {
            var is = state.settings().get(key);
            var so = expected.settings().get(key).equals(is);
            check(so || unsure.contains(key), "setting %s is %s".formatted(key, is));
        }
        check(
                rows(state.rows(), unsure).equals(rows(expected.rows(), unsure)),
                "rows " + state.rows());
        if (loose.stream().noneMatch(step -> step.contains("door"))) {
            check(state.closed().isEmpty(), "visitors are kept out by " + state.closed());
        }
        if (loose.stream().noneMatch(SimJudge::serves)) {
            check(state.running().equals(Set.of("web")), "nothing runs");
        }
    }

    private static List<String> rows(List<String> rows, Set<String> unsure) {
        var kept = new ArrayList<>(rows);
        kept.removeIf(row -> unsure.contains(row.replace(" half", "")));
        return kept;
    }

    private static void expect(
            Step step, Set<String> loose, SimState expected, Set<String> unsure) {
        switch (step.action()) {
            case Action.SetKeys set ->
                    set.keys()
                            .forEach(
                                    (key, value) -> {
                                        expected.settings()
                                                .put(key, String.valueOf(value.orElse("")));
                                        if (loose.contains(step.id())) {
                                            unsure.add(key);
                                        }
                                    });
            case Action.Run run -> {
                var row = run.command().argv().get(1).text();
                expected.rows().add(row + " half");
                expected.rows().add(row);
                if (loose.contains(step.id())) {
                    unsure.add(row);
                }
            }
            default -> {}
        }
    }

    private static void announced(Step step, Set<String> loose, Set<String> unsure) {
        if (step.action() instanceof Action.SetKeys set && loose.contains(step.id())) {
            unsure.addAll(set.keys().keySet());
        }
    }

    /** Steps that somebody skipped or repeated at their own risk, or that only warned. */
    private Set<String> loose(Course course) {
        var loose = new HashSet<String>();
        var retried = lines.stream().anyMatch(line -> line.entry() instanceof Entry.Retry);
        plan().steps()
                .forEach(
                        step -> {
                            var standing = course.standing(step.id());
                            var passed =
                                    standing == Standing.SKIPPED
                                            || standing == Standing.PASSED
                                            || standing == Standing.UNSETTLED;
                            var again = retried && course.failure(step.id()).isPresent();
                            if (passed || again) {
                                loose.add(step.id());
                            }
                        });
        return loose;
    }

    /** Where hands are needed, something fails for good, or nobody could be asked often enough. */
    private void earned(String step) {
        var natures = made.natures();
        var fails =
                Map.copyOf(natures).entrySet().stream()
                        .filter(entry -> entry.getValue().fails() == SimNature.Fails.ALWAYS)
                        .map(Map.Entry::getKey)
                        .toList();
        var real = step.replace(Course.TAKING_BACK, "");
        check(
                fails.contains(real),
                "hands are needed at '%s', which does not fail".formatted(step));
    }
}
