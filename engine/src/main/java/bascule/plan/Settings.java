package bascule.plan;

import bascule.instance.Scope;
import bascule.plan.RecipeSteps.Made;
import bascule.recipe.Body.StepSpec;
import bascule.recipe.Body.UndoSpec;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Draws how what announce and quiesce have set is put back as it was found, last set first. */
final class Settings {
    /** The name that a recipe gives to the application's own closed sign. */
    static final String MAINTENANCE = "maintenance";

    private final Drawing drawing;
    private final RecipeSteps recipe;
    private final List<Made> made;

    /**
     * @param made the steps of announce and quiesce, in their order
     */
    Settings(Drawing drawing, RecipeSteps recipe, List<Made> made) {
        this.drawing = drawing;
        this.recipe = recipe;
        this.made = List.copyOf(made);
    }

    /** Where they are put back, and under which ids. */
    record Where(Scope scope, Phase phase, String prefix) {}

    static Predicate<Made> maintenance() {
        return one -> one.name().equals(MAINTENANCE);
    }

    boolean any(Predicate<Made> which) {
        return made.stream().anyMatch(which);
    }

    List<Step> putBack(Where where, Predicate<Made> which) {
        var steps = new ArrayList<Step>();
        for (var one : made.reversed()) {
            if (which.test(one)) {
                inverse(one, where).ifPresent(action -> steps.addAll(steps(one, action, where)));
            }
        }
        return steps;
    }

    /** The release in force knows best how to take back what the one before it did. */
    private Optional<Action> inverse(Made one, Where where) {
        return switch (one.step().undo()) {
            case Undo.AsFound _ -> Optional.of(new Action.PutBack(one.step().id()));
            case Undo.By(var action) -> Optional.of(current(one, where).orElse(action));
            case Undo.Nothing _, Undo.Restores _, Undo.Never _ -> Optional.empty();
        };
    }

    private Optional<Action> current(Made one, Where where) {
        var scope = where.scope().on(one.row());
        return recipe.strands(one.step().phase(), List.of()).stream()
                .filter(strand -> strand.name().equals(one.name()))
                .flatMap(strand -> scope.choose(strand.cases(), StepSpec::when).stream())
                .filter(spec -> spec.undo().orElse(null) instanceof UndoSpec.By)
                .map(spec -> recipe.inverse(scope, spec, one.step().id()))
                .findFirst();
    }

    private List<Step> steps(Made one, Action action, Where where) {
        var name = one.step().id().substring(one.step().id().lastIndexOf('/') + 1);
        var id = drawing.id(where.prefix() + name);
        var steps = new ArrayList<Step>();
        steps.add(
                Draft.of(id, where.phase(), Text.of("plan.do.put-back", name), action)
                        .because(Optional.of(Text.of("plan.reason.as-found")))
                        .limit(one.step().limit())
                        .again(action instanceof Action.PutBack)
                        .undoes(List.of(one.step().id()))
                        .origin(one.step().origin())
                        .step());
        one.spec()
                .then()
                .filter(_ -> action instanceof Action.PutBack)
                .ifPresent(
                        then -> {
                            var effective =
                                    recipe.acts().of(where.scope().on(one.row()), then, one.spec());
                            steps.add(
                                    Draft.of(
                                                    drawing.id(id + ":then"),
                                                    where.phase(),
                                                    Acts.summary(effective),
                                                    effective)
                                            .limit(one.step().limit())
                                            .again(true)
                                            .undoes(List.of(one.step().id()))
                                            .step());
                        });
        return steps;
    }
}
