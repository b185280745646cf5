package bascule.recipe;

import bascule.recipe.Body.StepSpec;
import bascule.recipe.Body.UndoSpec;
import bascule.recipe.Use.Slot;

import java.util.Optional;

/** Reads one step. */
final class StepReader {
    private StepReader() {}

    static StepSpec read(Element step) {
        var act = new ActReader(step).act();
        return new StepSpec(
                step.origin(),
                step.condition("when"),
                step.reference("each", Slot.LIST),
                act,
                step.condition("expect"),
                step.element("then").flatMap(then -> new ActReader(then).act()),
                step.has("again"),
                undo(step),
                step.text("level"),
                step.reference("before", Slot.STEP),
                step.reference("after", Slot.STEP),
                step.duration("limit"),
                FactReader.codes(step),
                step.pattern("fails-on"),
                step.element("progress").map(StepReader::progress),
                step.words("about"),
                step.words("because"),
                step.words("next"),
                step.text("source"));
    }

    private static Optional<UndoSpec> undo(Element step) {
        if (step.text("undo").filter("nothing"::equals).isPresent()) {
            return Optional.of(new UndoSpec.Nothing());
        }
        var undo =
                step.element("undo")
                        .map(inner -> inner.owned(step.owner().taking(ActReader.taken(step))));
        var never = undo.flatMap(inner -> inner.words("never"));
        if (never.isPresent()) {
            return Optional.of(new UndoSpec.Never(never.get()));
        }
        return undo.flatMap(inner -> new ActReader(inner).act()).map(UndoSpec.By::new);
    }

    private static Body.ProgressSpec progress(Element progress) {
        return new Body.ProgressSpec(
                progress.pattern("match").orElse(""), progress.template("of", Slot.FREE));
    }
}
