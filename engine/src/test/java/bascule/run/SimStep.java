package bascule.run;

import bascule.plan.Action;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.recipe.Phase;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds a step: what is not said is what most steps are. */
@NullMarked
public final class SimStep {
    private final String id;
    private final Phase phase;
    private final Action action;
    private boolean again;
    private String level = "block";
    private Undo undo = new Undo.Nothing();
    private List<String> undoes = List.of();
    private boolean asFound;

    private SimStep(String id, Phase phase, Action action) {
        this.id = id;
        this.phase = phase;
        this.action = action;
    }

    public static SimStep of(String id, Phase phase, Action action) {
        return new SimStep(id, phase, action);
    }

    public SimStep again(boolean safe) {
        again = safe;
        return this;
    }

    public SimStep warns(boolean only) {
        level = only ? "warn" : "block";
        return this;
    }

    public SimStep undo(Undo by) {
        undo = by;
        return this;
    }

    public SimStep undoes(List<String> steps) {
        undoes = steps;
        return this;
    }

    public SimStep asFound(boolean leftOut) {
        asFound = leftOut;
        return this;
    }

    public Step make() {
        return new Step(
                id,
                phase,
                Text.verbatim(id),
                Optional.empty(),
                action,
                List.of(),
                Duration.ofMinutes(1),
                again,
                level,
                undo,
                undoes,
                asFound,
                Optional.empty());
    }
}
