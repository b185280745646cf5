package bascule.recipe;

import bascule.recipe.Body.Act;
import bascule.recipe.Body.StepSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks of a body with all its layers whether each element says what it is, and how it is undone.
 */
final class WholeCheck {
    private final Body body;
    private final Margin margin;

    WholeCheck(Body body, Margin margin) {
        this.body = body;
        this.margin = margin;
    }

    void check(Origin head) {
        for (var key : List.of("tools", "facts", "components", "stores", "services")) {
            says(key);
        }
        body.code()
                .filter(code -> code.way().isEmpty())
                .ifPresent(code -> margin.wrong(Wrong.SAYS_NOTHING.said("code", code.origin())));
        body.phases().forEach(this::steps);
        body.rehearse().forEach((name, cases) -> cases.forEach(step -> acts(name, step)));
        if (!body.facts().containsKey("release")) {
            margin.wrong(Wrong.MISSING_KEY.said("release", head));
        }
    }

    private void says(String section) {
        if (!(body.laid().fields().at(section).orElse(null) instanceof Written.Fields map)) {
            return;
        }
        var keys = new ArrayList<>(Layers.says(section));
        if (section.equals("stores")) {
            keys.add("rebuild");
        }
        map.fields()
                .forEach(
                        (name, field) -> {
                            for (var one : Margin.cases(field)) {
                                if (keys.stream().noneMatch(one.fields()::has)) {
                                    margin.wrong(
                                            Wrong.SAYS_NOTHING.at(
                                                    one.origin(), name, String.join(", ", keys)));
                                }
                            }
                        });
    }

    void steps(Phase phase, Map<String, List<StepSpec>> steps) {
        steps.forEach(
                (name, cases) ->
                        cases.forEach(
                                step -> {
                                    acts(name, step);
                                    undone(phase, name, step);
                                }));
    }

    private void acts(String name, StepSpec step) {
        if (step.act().isEmpty() && step.expect().isEmpty()) {
            margin.wrong(Wrong.SAYS_NOTHING.said("step", step.origin(), name));
        }
    }

    private void undone(Phase phase, String name, StepSpec step) {
        if (Set.of(Phase.ANNOUNCE, Phase.QUIESCE).contains(phase)
                && step.undo().isEmpty()
                && step.act().filter(WholeCheck::unknownUndo).isPresent()) {
            margin.wrong(Wrong.NO_UNDO.at(step.origin(), name));
        }
    }

    private static boolean unknownUndo(Act act) {
        return switch (act) {
            case Act.ToRun _, Act.ToQuery _, Act.ToHttp _ -> true;
            case Act.ToSet _, Act.ToMove _, Act.ToRemove _, Act.ToSave _, Act.ToRestore _ -> false;
        };
    }
}
