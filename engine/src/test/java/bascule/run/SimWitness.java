package bascule.run;

import bascule.host.Service;
import bascule.journal.Course;
import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.journal.SimStorage;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;

import org.jspecify.annotations.NullMarked;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What must hold each time that a step acts, told from the journal's lines alone and without the
 * runner's own reading of them.
 */
@NullMarked
final class SimWitness implements SimWorld.Witness {
    private final SimStorage storage;
    private final Supplier<List<Line>> lines;
    private final Set<String> before = new HashSet<>();
    private final Set<String> forward;
    private final Set<String> back;

    SimWitness(Plan plan, SimStorage storage, Supplier<List<Line>> lines) {
        this.storage = storage;
        this.lines = lines;
        plan.outages().forEach(o -> o.before().forEach(step -> before.add(step.id())));
        forward = plan.steps().map(Step::id).collect(Collectors.toSet());
        back =
                plan.outages().stream()
                        .flatMap(outage -> outage.back().stream())
                        .map(Step::id)
                        .collect(Collectors.toSet());
    }

    @Override
    public void applies(Step step, int effects) {
        var entries = lines.get().stream().map(Line::entry).toList();
        check(storage.unforced() == 0, step, "acts before its intent is on disk");
        if (renews(entries, step)) {
            return;
        }
        check(begins(entries.getLast(), step), step, "acts without having begun");
        var earlier = entries.subList(0, entries.size() - 1);
        check(direction(earlier, step), step, "acts against the direction of the run");
        undoesSomething(step, earlier);
        var since = since(earlier, step);
        check(!stands(since, step), step, "is done, and is done again");
        var safe = step.again() || step.action() instanceof Action.Look;
        var anew = before.contains(step.id()) && step.undo() instanceof Undo.Nothing;
        var first =
                step.id().startsWith(Course.TAKING_BACK)
                        && since.stream().noneMatch(e -> begins(e, step));
        if (effects > 0 && !safe && !anew && !first) {
            check(allowed(since, step), step, "may not be repeated, and is");
        }
    }

    /** A service that the machine started or stopped since stands again as the run had left it. */
    private boolean renews(List<Entry> entries, Step step) {
        var done = entries.stream().anyMatch(entry -> isDone(entry, step));
        return entries.getLast() instanceof Entry.Attempt
                && step.action() instanceof Action.Change change
                && done
                && (change.verb() == Service.Verb.STOP || direction(entries, step));
    }

    /** What was done and then, seen to anew after a boot, failed is not done any more. */
    private static boolean stands(List<Entry> since, Step step) {
        var done = false;
        for (var entry : since) {
            var failed = entry instanceof Entry.Failed failure && failure.step().equals(step.id());
            done = !failed && (done || isDone(entry, step));
        }
        return done;
    }

    private static void check(boolean holds, Step step, String claim) {
        if (!holds) {
            throw new AssertionError("'%s' %s".formatted(step.id(), claim));
        }
    }

    private static boolean begins(Entry entry, Step step) {
        return entry instanceof Entry.Began(var id, _) && id.equals(step.id());
    }

    private static boolean isDone(Entry entry, Step step) {
        return entry instanceof Entry.Done done && done.step().equals(step.id());
    }

    /** After the run has turned, only steps of the way back act. */
    private boolean direction(List<Entry> entries, Step step) {
        var turned =
                entries.stream()
                        .anyMatch(
                                entry ->
                                        entry instanceof Entry.Back
                                                || entry instanceof Entry.Stop
                                                || (entry instanceof Entry.Failed failed
                                                        && failed.then().equals("back")));
        return turned ? back.contains(step.id()) : !back.contains(step.id());
    }

    private void undoesSomething(Step step, List<Entry> entries) {
        if (step.undoes().isEmpty()) {
            return;
        }
        var undone =
                step.undoes().stream()
                        .anyMatch(
                                id ->
                                        entries.stream()
                                                .anyMatch(
                                                        entry ->
                                                                entry instanceof Entry.Began began
                                                                        && began.step()
                                                                                .equals(id)));
        check(undone, step, "takes back what was never done");
        check(
                forward.containsAll(step.undoes()),
                step,
                "takes back what is not of the way forward");
    }

    /** The entries since the step was last taken back. */
    private static List<Entry> since(List<Entry> entries, Step step) {
        var from = 0;
        for (var index = 0; index < entries.size(); index++) {
            if (entries.get(index) instanceof Entry.Done done
                    && done.step().equals(Course.TAKING_BACK + step.id())) {
                from = index + 1;
            }
            // A step taken back and begun anew may be taken back once more.
            if (entries.get(index) instanceof Entry.Began began
                    && step.id().equals(Course.TAKING_BACK + began.step())) {
                from = index + 1;
            }
        }
        return entries.subList(from, entries.size());
    }

    /**
     * Somebody decided it, or, on the way back, it is known to have failed and not to work still.
     */
    private boolean allowed(List<Entry> since, Step step) {
        var last = -1;
        for (var index = 0; index < since.size(); index++) {
            if (begins(since.get(index), step)) {
                last = index;
            }
        }
        var after = since.subList(last + 1, since.size());
        var failed =
                after.stream()
                        .anyMatch(
                                entry ->
                                        entry instanceof Entry.Failed failure
                                                && failure.step().equals(step.id()));
        var wanted = after.stream().anyMatch(Entry.Retry.class::isInstance);
        return failed && (wanted || back.contains(step.id()));
    }
}
