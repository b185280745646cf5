package bascule.run;

import bascule.journal.Course;
import bascule.journal.Course.Standing;
import bascule.journal.Entry;
import bascule.journal.Journal;
import bascule.plan.Action;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.problem.Fault;
import bascule.run.Doer.Seen;
import bascule.text.Text;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one step, whatever is known of it: acts, or finds out first how far an earlier attempt
 * came. When it returns, the journal says what became of the step.
 */
final class Stepper {
    private final Doer doer;
    private final Journal journal;
    private final Herald herald;
    private final Then then;
    private final Memory memory;

    /** What follows from a failure, and who has cut the step short. */
    interface Then {
        /**
         * {@code back pause stuck on unsettled}.
         *
         * @param passable whether the run may go on past a step that only warns
         */
        String then(Place place, boolean passable);

        /** A wish that ends this step; it is written in place of the failure. */
        Optional<Entry> wished(Place place);

        /** Whether somebody looks on. */
        boolean attended();

        /** The step is acting, in this thread, until {@link #acted}. */
        void acting(Place place);

        void acted();
    }

    Stepper(Doer doer, Journal journal, Herald herald, Then then) {
        this.doer = doer;
        this.journal = journal;
        this.herald = herald;
        this.then = then;
        this.memory = new Remembered(journal.course());
    }

    private record Remembered(Course course) implements Memory {
        @Override
        public Optional<Map<String, String>> found(String step) {
            return course.found(step);
        }

        @Override
        public Optional<Map<String, String>> made(String step) {
            return course.made(step);
        }
    }

    void take(Place place) {
        switch (standing(place.step())) {
            case DONE, AS_FOUND, SKIPPED, PASSED, UNSETTLED -> {}
            case UNTOUCHED -> takeFirst(place);
            case UNCERTAIN -> takeUncertain(place);
            case FAILED, AGAIN -> takeAgain(place);
        }
    }

    private Standing standing(Step step) {
        return journal.course().standing(step.id());
    }

    private void takeFirst(Place place) {
        var step = place.step();
        if (takesBackNothing(step) || (step.asFound() && seen(step) == Seen.DONE)) {
            herald.stepBegan(place);
            done(step, Map.of(), true);
        } else {
            act(place);
        }
    }

    /** Also on the way forward, at open, a setting is put back only if it was set. */
    private boolean takesBackNothing(Step step) {
        return !step.undoes().isEmpty()
                && step.undoes().stream().noneMatch(journal.course()::touched);
    }

    /** It began, and nobody knows: whatever still works is quietened before anybody looks. */
    private void takeUncertain(Place place) {
        var step = place.step();
        if (!quietened(place)) {
            return;
        }
        if (isBeingTakenBack(step)) {
            if (takenBack(place)) {
                act(place);
            }
            return;
        }
        switch (seen(step)) {
            case DONE -> doneBefore(place);
            case NOT_BEGUN -> act(place);
            case HALF, CANNOT_TELL -> {
                if (repeatable(step)) {
                    act(place);
                } else if (place.stretch() == Place.Stretch.BEFORE) {
                    if (takenBack(place)) {
                        act(place);
                    }
                } else {
                    failed(place, "BSC-308", Text.of("run.interrupted"), true);
                }
            }
        }
    }

    /** Then what it looks like means nothing any more: taking it back comes to its end first. */
    private boolean isBeingTakenBack(Step step) {
        return journal.course().touched(Course.TAKING_BACK + step.id());
    }

    /** It failed, and is to be tried again: somebody's wish, or the way back that must end. */
    private void takeAgain(Place place) {
        if (!quietened(place)) {
            return;
        }
        switch (seen(place.step())) {
            case DONE -> doneBefore(place);
            case NOT_BEGUN -> act(place);
            case HALF, CANNOT_TELL -> {
                if (needsHands(place.step())) {
                    failed(place, "BSC-308", Text.of("run.interrupted"), false);
                } else {
                    act(place);
                }
            }
        }
    }

    /** On the way back: what may not be repeated is repeated only where somebody looks on. */
    private boolean needsHands(Step step) {
        var failure = journal.course().failure(step.id());
        return !then.attended()
                && !repeatable(step)
                && standing(step) == Standing.FAILED
                && failure.filter(last -> last.code().equals("BSC-308")).isPresent();
    }

    /**
     * Sees to it that what is done still is so: in the journal nothing changes by that, unless it
     * fails.
     */
    boolean renewed(Place place) {
        var step = place.step();
        try {
            var seen = doer.look(step, memory);
            if (seen != Seen.DONE && (seen != Seen.CANNOT_TELL || repeatable(step))) {
                var since = herald.now();
                herald.stepBegan(place);
                doer.apply(step, memory, progress -> herald.progress(step, progress));
                herald.stepDone(step, since, false);
            }
            return true;
        } catch (RuntimeException failure) {
            failed(place, failure);
            return false;
        }
    }

    private static boolean repeatable(Step step) {
        return step.again() || step.action() instanceof Action.Look;
    }

    /**
     * Makes sure that nothing of an earlier attempt works on; false if that failed. Nobody goes
     * past that: what still works might write where the next step writes.
     */
    boolean quietened(Place place) {
        try {
            doer.quieten(place.step(), memory);
            return true;
        } catch (Fault fault) {
            failed(place, fault.code(), fault.why(), false);
        } catch (RuntimeException broken) {
            failed(place, "BSC-700", Text.of("run.broke", String.valueOf(broken)), false);
        }
        return false;
    }

    private Seen seen(Step step) {
        try {
            return doer.look(step, memory);
        } catch (RuntimeException blind) {
            return Seen.CANNOT_TELL;
        }
    }

    private void act(Place place) {
        var step = place.step();
        var since = herald.now();
        Map<String, String> found;
        try {
            found = journal.course().found(step.id()).orElseGet(() -> doer.find(step, memory));
        } catch (RuntimeException failure) {
            failed(place, failure);
            return;
        }
        journal.append(new Entry.Began(step.id(), found));
        herald.stepBegan(place);
        Map<String, String> made;
        then.acting(place);
        try {
            made = doer.apply(step, memory, progress -> herald.progress(step, progress));
        } catch (RuntimeException failure) {
            failed(place, failure);
            return;
        } finally {
            then.acted();
        }
        journal.append(new Entry.Done(step.id(), made, false));
        herald.stepDone(step, since, false);
    }

    private void doneBefore(Place place) {
        herald.stepBegan(place);
        done(place.step(), Map.of(), false);
    }

    private void done(Step step, Map<String, String> made, boolean asFound) {
        journal.append(new Entry.Done(step.id(), made, asFound));
        herald.stepDone(step, herald.now(), asFound);
    }

    private void failed(Place place, RuntimeException failure) {
        if (failure instanceof Fault fault) {
            failed(place, fault.code(), fault.why(), true);
        } else {
            failed(place, "BSC-700", Text.of("run.broke", String.valueOf(failure)), true);
        }
    }

    /**
     * Writes a failure down, and what follows from it. On a machine that goes down nothing follows:
     * the journal stays as a power cut would leave it, and the run goes on after the boot.
     */
    void failed(Place place, String code, Text why, boolean passable) {
        var wish = then.wished(place);
        if (wish.isPresent()) {
            journal.append(wish.get());
            return;
        }
        if (doer.goingDown()) {
            throw new Fault(Runner.DOWN, Text.of("run.down", place.step().id(), why));
        }
        var next = then.then(place, passable);
        journal.append(new Entry.Failed(place.step().id(), code, why, next));
        herald.stepFailed(place.step().id(), code, why, next);
    }

    /** Before the outage, what nobody knows how far it came is undone, and then done anew. */
    private boolean takenBack(Place place) {
        var step = place.step();
        return switch (step.undo()) {
            case Undo.Nothing _ -> true;
            case Undo.AsFound _, Undo.By _ -> {
                take(new Place(takingBack(step), Place.Stretch.BACK, place.era()));
                yield standing(place.step()) == Standing.UNTOUCHED;
            }
            case Undo.Restores _, Undo.Never _ -> {
                failed(place, "BSC-308", Text.of("run.interrupted"), true);
                yield false;
            }
        };
    }

    /** The step that takes back this one alone. */
    Step takingBack(Step step) {
        return switch (step.undo()) {
            case Undo.AsFound _ -> taking(step, new Action.PutBack(step.id()), true);
            case Undo.By(var inverse) -> taking(step, inverse, repeats(inverse));
            case Undo.Nothing _, Undo.Restores _, Undo.Never _ ->
                    taking(step, new Action.Look(), true);
        };
    }

    /** Whether doing it twice comes to the same as doing it once. */
    private static boolean repeats(Action action) {
        return !(action instanceof Action.Run
                || action instanceof Action.Query
                || action instanceof Action.Http
                || action instanceof Action.Notify);
    }

    private static Step taking(Step step, Action inverse, boolean again) {
        return new Step(
                Course.TAKING_BACK + step.id(),
                step.phase(),
                Text.of("run.taking-back", step.summary()),
                Optional.empty(),
                inverse,
                List.of(),
                step.limit(),
                again,
                "block",
                new Undo.Nothing(),
                List.of(step.id()),
                false,
                step.origin());
    }
}
