package bascule.plan;

import bascule.recipe.Phase;
import bascule.text.Text;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A step being written: what is not said is what most steps are. */
record Draft(Step step) {
    static final Duration QUICK = Duration.ofMinutes(1);

    static Draft of(String id, Phase phase, Text summary, Action action) {
        return new Draft(
                new Step(
                        id,
                        phase,
                        summary,
                        Optional.empty(),
                        action,
                        List.of(),
                        QUICK,
                        false,
                        "block",
                        new Undo.Nothing(),
                        List.of(),
                        false,
                        Optional.empty()));
    }

    Draft because(Optional<Text> reason) {
        return with(reason, step.expect(), step.limit(), step.again());
    }

    Draft expect(List<Expectation> expect) {
        return with(step.reason(), expect, step.limit(), step.again());
    }

    Draft limit(Duration limit) {
        return with(step.reason(), step.expect(), limit, step.again());
    }

    Draft again(boolean again) {
        return with(step.reason(), step.expect(), step.limit(), again);
    }

    private Draft with(
            Optional<Text> reason, List<Expectation> expect, Duration limit, boolean again) {
        return new Draft(
                new Step(
                        step.id(),
                        step.phase(),
                        step.summary(),
                        reason,
                        step.action(),
                        expect,
                        limit,
                        again,
                        step.level(),
                        step.undo(),
                        step.undoes(),
                        step.asFound(),
                        step.origin()));
    }

    Draft level(String level) {
        return with(level, step.undo(), step.undoes(), step.asFound(), step.origin());
    }

    Draft undo(Undo undo) {
        return with(step.level(), undo, step.undoes(), step.asFound(), step.origin());
    }

    Draft undoes(List<String> undoes) {
        return with(step.level(), step.undo(), undoes, step.asFound(), step.origin());
    }

    Draft asFound(boolean asFound) {
        return with(step.level(), step.undo(), step.undoes(), asFound, step.origin());
    }

    Draft origin(Optional<String> origin) {
        return with(step.level(), step.undo(), step.undoes(), step.asFound(), origin);
    }

    private Draft with(
            String level,
            Undo undo,
            List<String> undoes,
            boolean asFound,
            Optional<String> origin) {
        return new Draft(
                new Step(
                        step.id(),
                        step.phase(),
                        step.summary(),
                        step.reason(),
                        step.action(),
                        step.expect(),
                        step.limit(),
                        step.again(),
                        level,
                        undo,
                        undoes,
                        asFound,
                        origin));
    }
}
