package bascule.plan;

import bascule.fact.Template;
import bascule.host.Service.Verb;
import bascule.instance.Services;
import bascule.instance.Survey.Layout.Kind;
import bascule.recipe.Body.Code;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws how the new release takes the old one's place. */
final class Switching {
    private final Drawing drawing;
    private final RecipeSteps recipe;

    Switching(Drawing drawing, RecipeSteps recipe) {
        this.drawing = drawing;
        this.recipe = recipe;
    }

    List<Step> of(Hop hop, String prefix) {
        var scope = drawing.after(hop);
        var steps = new ArrayList<Step>();
        drawing.subject()
                .body()
                .code()
                .ifPresent(
                        code -> {
                            steps.addAll(new Carrying(drawing).again(code, scope, prefix));
                            steps.addAll(code(code, hop, prefix));
                        });
        steps.addAll(recipe.steps(Phase.SWITCH, prefix, List.of(hop), drawing.staged(hop)));
        for (var known : Services.all(scope)) {
            var change = known.spec().change();
            if (!change.equals("stop")) {
                var verb = change.equals("reload") ? Verb.RELOAD : Verb.RESTART;
                steps.add(
                        Running.change(
                                drawing.id(
                                        prefix + "switch/" + change + ":" + known.service().name()),
                                Phase.SWITCH,
                                known,
                                new Action.Change(verb, known.service(), Map.of(), false)));
            }
        }
        return steps;
    }

    private List<Step> code(Code code, Hop hop, String prefix) {
        var root = drawing.subject().instance().root().toString();
        var stage = drawing.folders().stage(hop.to());
        var kind = drawing.survey().layout().kind();
        var whole = code.target().stream().allMatch(target -> target.text().equals("${root}"));
        var steps = new ArrayList<Step>();
        if (!whole) {
            var scope = drawing.after(hop);
            for (var target : code.target()) {
                var path = scope.text(target);
                steps.add(
                        exchange(
                                prefix + "switch/code:" + path,
                                root + "/" + path,
                                stage + "/" + path));
            }
            return steps;
        }
        if (kind != Kind.SHARED && !code.keep().isEmpty()) {
            steps.add(keep(code, hop, prefix));
        }
        if (kind == Kind.FOLDER) {
            steps.add(exchange(prefix + "switch/code", root, stage));
            return steps;
        }
        steps.add(
                Draft.of(
                                drawing.id(prefix + "switch/code"),
                                Phase.SWITCH,
                                Text.of("plan.do.link", root, hop.to()),
                                new Action.Link(
                                        Template.literal(root), drawing.folders().target(hop.to())))
                        .again(true)
                        .undo(new Undo.AsFound())
                        .step());
        return steps;
    }

    private Step exchange(String id, String one, String other) {
        return Draft.of(
                        drawing.id(id),
                        Phase.SWITCH,
                        Text.of("plan.do.exchange", one, other),
                        new Action.Exchange(Template.literal(one), Template.literal(other)))
                .undo(new Undo.AsFound())
                .step();
    }

    /** What stays is renamed into the new release, whatever its size. */
    private Step keep(Code code, Hop hop, String prefix) {
        var from =
                drawing.survey().layout().kind() == Kind.FOLDER
                        ? drawing.subject().instance().root().toString()
                        : hop.from().equals(drawing.survey().release())
                                ? drawing.survey().layout().real()
                                : drawing.folders().stage(hop.from());
        return Draft.of(
                        drawing.id(prefix + "switch/keep"),
                        Phase.SWITCH,
                        Text.of("plan.do.keep", String.join(", ", code.keep())),
                        new Action.MovePaths(
                                Template.literal(from),
                                Template.literal(drawing.folders().stage(hop.to())),
                                code.keep()))
                .again(true)
                .undo(new Undo.AsFound())
                .step();
    }
}
