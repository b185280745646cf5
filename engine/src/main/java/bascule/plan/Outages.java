package bascule.plan;

import bascule.fact.Answer;
import bascule.instance.Scope;
import bascule.plan.RecipeSteps.Made;
import bascule.plan.Route.Stretch;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Draws one outage: all that is staged for it, its closing, its legs, its opening, its way back.
 */
final class Outages {
    private final Drawing drawing;
    private final RecipeSteps recipe;
    private final Staging staging;
    private final Switching switching;
    private final Running running;
    private final Verifying verifying;
    private final Messages messages;
    private final Doorway doorway;

    Outages(Drawing drawing, RecipeSteps recipe) {
        this.drawing = drawing;
        this.recipe = recipe;
        this.staging = new Staging(drawing, recipe);
        this.switching = new Switching(drawing, recipe);
        this.running = new Running(drawing);
        this.verifying = new Verifying(drawing, recipe);
        this.messages = new Messages(drawing, Purpose.UPGRADE);
        this.doorway = new Doorway(drawing);
    }

    /**
     * Where an outage stands among those of a plan.
     *
     * @param prefix of ids, empty if there is one outage
     * @param first of the plan
     * @param legs how many the whole plan has
     */
    record Position(String prefix, boolean first, boolean last, int legs) {
        String leg(Hop hop) {
            return legs > 1 ? hop.to() + ":" : "";
        }
    }

    Plan.Outage draw(Stretch stretch, Position position) {
        stretch.hops().forEach(this::foresee);
        var from = drawing.before(stretch.from(), stretch.to());
        var before = new ArrayList<Step>();
        if (position.first()) {
            before.addAll(asked(Phase.PREFLIGHT, "", from));
            before.addAll(messages.acknowledged());
        }
        for (var hop : stretch.hops()) {
            var first = hop.equals(stretch.hops().getFirst());
            before.addAll(staging.stage(hop, position.leg(hop), first));
        }
        var last = stretch.hops().getLast();
        before.addAll(asked(Phase.STAGE, position.prefix(), drawing.staged(last)));
        before.addAll(staging.firstPasses(from, position.prefix()));
        before.addAll(messages.begins(position));
        before.addAll(serving(stretch, from, position));
        var announced = made(Phase.ANNOUNCE, from, position);
        before.addAll(Verifying.steps(announced).toList());
        before.addAll(staging.ready(from, position.prefix()));
        var quieted = made(Phase.QUIESCE, from, position);
        var closing = closing(quieted, from, position);
        var settings =
                new Settings(
                        drawing,
                        recipe,
                        Stream.concat(announced.stream(), quieted.stream()).toList());
        var opening = new Opening(drawing, recipe, running, verifying);
        var legs = new ArrayList<Plan.Leg>();
        for (var hop : stretch.hops()) {
            legs.add(leg(hop, hop.equals(stretch.hops().getLast()), settings, position));
        }
        var after = new ArrayList<>(opening.draw(stretch, settings, position));
        after.addAll(staging.ended(from, position.prefix()));
        after.addAll(messages.ends(position));
        var drawn = new Plan.Outage(stretch.from(), before, closing, legs, after, List.of());
        var back =
                new Returning(drawing, running, verifying, settings).draw(stretch, drawn, position);
        var all = new ArrayList<>(back);
        all.addAll(messages.wentBack(position));
        return new Plan.Outage(stretch.from(), before, closing, legs, after, all);
    }

    /** The recipe's preflight: what names the stage is asked once it stands, the rest before. */
    private List<Step> asked(Phase when, String prefix, Scope scope) {
        return recipe.strands(Phase.PREFLIGHT, List.of()).stream()
                .filter(strand -> wantsStage(strand) == (when == Phase.STAGE))
                .flatMap(strand -> recipe.made(strand, when, prefix, scope).stream())
                .map(Made::step)
                .toList();
    }

    private boolean wantsStage(Weave.Strand strand) {
        return strand.cases().stream()
                .flatMap(spec -> spec.expect().stream())
                .anyMatch(expect -> Conditions.wantStage(drawing.subject(), expect));
    }

    /** What the steps of a leg's switch make of facts, so that what follows is read right. */
    private void foresee(Hop hop) {
        var before = drawing.settled(hop.from()).era().set();
        var foresight = new Foresight(drawing.subject(), drawing.staged(hop));
        for (var strand : recipe.strands(Phase.SWITCH, List.of(hop))) {
            recipe.peek(strand, Phase.SWITCH, drawing.staged(hop))
                    .forEach(made -> foresight.see(made.step().action()));
        }
        var all = new java.util.HashMap<String, Answer>(before);
        all.putAll(foresight.answers());
        drawing.set(hop.to(), all);
    }

    List<Made> made(Phase phase, Scope scope, Position position) {
        return recipe.strands(phase, List.of()).stream()
                .flatMap(strand -> recipe.made(strand, phase, position.prefix(), scope).stream())
                .toList();
    }

    /** What a release must have done while it serves, before one goes on from it. */
    private List<Step> serving(Stretch stretch, Scope from, Position position) {
        return stretch.serve().stream()
                .map(
                        rule ->
                                Draft.of(
                                                drawing.id(
                                                        position.prefix()
                                                                + "announce/serve:"
                                                                + rule.name()),
                                                Phase.ANNOUNCE,
                                                Text.of(
                                                        "plan.do.serve",
                                                        stretch.from(),
                                                        Conditions.said(
                                                                rule.serve().orElseThrow())),
                                                new Action.Look())
                                        .because(Optional.of(Route.cite(rule)))
                                        .expect(recipe.expectations().of(from, rule.serve()))
                                        .limit(java.time.Duration.ofHours(12))
                                        .again(true)
                                        .origin(Optional.of(rule.origin().toString()))
                                        .step())
                .toList();
    }

    List<Step> closing(List<Made> quieted, Scope from, Position position) {
        var steps = new ArrayList<Step>();
        steps.addAll(doorway.close(from, position.prefix() + "quiesce/door"));
        steps.addAll(Verifying.steps(quieted).toList());
        steps.addAll(running.stop(from, position.prefix() + "quiesce/", Phase.QUIESCE, false));
        steps.addAll(running.bar(from, position.prefix() + "quiesce/"));
        steps.addAll(staging.lastPasses(from, position.prefix()));
        steps.addAll(Verifying.steps(made(Phase.BACKUP, from, position)).toList());
        return steps;
    }

    private Plan.Leg leg(Hop hop, boolean last, Settings settings, Position position) {
        var prefix = position.leg(hop);
        var scope = drawing.after(hop);
        var steps = new ArrayList<Step>(switching.of(hop, prefix));
        steps.addAll(recipe.steps(Phase.MIGRATE, prefix, List.of(hop), scope));
        var starts = last || verifying.migratesAtStart();
        if (last && running.behindDoor()) {
            steps.addAll(
                    settings.putBack(
                            new Settings.Where(scope, Phase.START, prefix + "start/back:"),
                            Settings.maintenance()));
        }
        if (starts) {
            steps.addAll(running.start(scope, prefix + "start/", Phase.START));
            steps.addAll(recipe.steps(Phase.START, prefix, List.of(hop), scope));
        }
        steps.addAll(verifying.releases(scope, prefix));
        verifying.tellWhatIsNotSeen(scope, hop.to());
        if (last) {
            var moved = Opening.asksVisitorsLater(running, settings);
            verifying.asked(scope, prefix, List.of(hop)).stream()
                    .filter(one -> !(moved && Verifying.asVisitor(one)))
                    .forEach(one -> steps.add(one.step()));
        } else if (starts) {
            steps.addAll(running.stop(scope, prefix + "verify/", Phase.VERIFY, false));
        }
        return new Plan.Leg(hop.from(), hop.to(), withoutReturn(hop, steps));
    }

    /** Where the catalogue knows no way back, the first step that changes data says so. */
    private List<Step> withoutReturn(Hop hop, List<Step> steps) {
        var published = drawing.subject().recipe().catalogue().releases().get(hop.to().text());
        var back = published == null ? Optional.<String>empty() : published.back();
        if (back.isEmpty() || !back.get().startsWith("never")) {
            return steps;
        }
        var because = back.get().replaceFirst("^never:?\\s*", "");
        var first =
                Stream.of(Phase.MIGRATE, Phase.START, Phase.SWITCH)
                        .flatMap(phase -> steps.stream().filter(step -> step.phase() == phase))
                        .findFirst();
        return steps.stream()
                .map(
                        step ->
                                first.filter(step::equals).isPresent()
                                        ? new Draft(step).undo(new Undo.Never(because)).step()
                                        : step)
                .toList();
    }
}
