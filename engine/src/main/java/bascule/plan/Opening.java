package bascule.plan;

import bascule.fact.Template;
import bascule.instance.Scope;
import bascule.plan.Outages.Position;
import bascule.plan.RecipeSteps.Made;
import bascule.plan.Route.Stretch;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws what lets visitors in to the new release, and what follows while it serves. */
final class Opening {
    private final Drawing drawing;
    private final RecipeSteps recipe;
    private final Running running;
    private final Verifying verifying;

    Opening(Drawing drawing, RecipeSteps recipe, Running running, Verifying verifying) {
        this.drawing = drawing;
        this.recipe = recipe;
        this.running = running;
        this.verifying = verifying;
    }

    List<Step> draw(Stretch stretch, Settings settings, Position position) {
        var scope = drawing.arrived(stretch.from(), stretch.to());
        var from = drawing.before(stretch.from(), stretch.to());
        var prefix = position.prefix();
        var steps = new ArrayList<Step>();
        steps.addAll(running.unbar(from, prefix + "open/", Phase.OPEN));
        var restarts = running.restartForVisitors(scope, prefix + "open/", Phase.OPEN);
        steps.addAll(restarts);
        for (var known : Running.startingIn(scope, Phase.OPEN)) {
            steps.add(running.start(known, prefix + "open/", Phase.OPEN, Map.of()));
        }
        steps.addAll(
                settings.putBack(
                        new Settings.Where(scope, Phase.OPEN, prefix + "open/back:"),
                        behind(settings)));
        if (!stretch.stays()) {
            steps.addAll(recipe.steps(Phase.OPEN, prefix, stretch.hops(), scope));
        }
        var opened = new Doorway(drawing).open(scope, prefix + "open/door");
        steps.addAll(opened);
        if (!restarts.isEmpty() || !opened.isEmpty()) {
            steps.addAll(
                    verifying.answersVisitors(
                            scope.at(scope.era().door("none")), prefix + "open/"));
        }
        if (asksVisitorsLater(running, settings)) {
            later(scope, prefix).forEach(steps::add);
        }
        if (stretch.stays()) {
            return steps;
        }
        steps.addAll(recipe.steps(Phase.SETTLE, prefix, stretch.hops(), scope));
        steps.addAll(recipe.steps(Phase.CLEAN, prefix, stretch.hops(), scope));
        steps.addAll(cleaned(stretch, prefix));
        if (position.last()) {
            steps.add(retained(drawing));
        }
        return steps;
    }

    /** Behind a door the application's closed sign went off when services were started. */
    private java.util.function.Predicate<Made> behind(Settings settings) {
        return running.behindDoor() && settings.any(Settings.maintenance())
                ? Settings.maintenance().negate()
                : _ -> true;
    }

    /**
     * With no door and a closed sign up, nothing that asks as visitors do is answered before the
     * sign goes off: it is asked once visitors are in.
     */
    static boolean asksVisitorsLater(Running running, Settings settings) {
        return !running.behindDoor() && settings.any(Settings.maintenance());
    }

    private List<Step> later(Scope scope, String prefix) {
        return recipe.strands(Phase.VERIFY, List.of()).stream()
                .flatMap(strand -> recipe.peek(strand, Phase.VERIFY, scope).stream())
                .filter(Verifying::asVisitor)
                .map(
                        one ->
                                recipe.asking(
                                        drawing.id(
                                                prefix
                                                        + "settle/verify:"
                                                        + one.name()
                                                        + one.row()
                                                                .map(row -> "[" + row.key() + "]")
                                                                .orElse("")),
                                        Phase.SETTLE,
                                        scope.on(one.row()),
                                        one.spec()))
                .map(
                        step ->
                                new Draft(step)
                                        .because(
                                                java.util.Optional.of(
                                                        Text.of("plan.reason.no-door")))
                                        .step())
                .toList();
    }

    /** Backups of earlier runs, as many as the instance keeps: room for the next. */
    static Step retained(Drawing drawing) {
        var keep = drawing.subject().instance().keep();
        return Draft.of(
                        drawing.id("clean/backups"),
                        Phase.CLEAN,
                        Text.of("plan.do.retain", keep),
                        new Action.Retain(keep))
                .limit(java.time.Duration.ofMinutes(30))
                .again(true)
                .level("warn")
                .step();
    }

    /** What was fetched is not needed any more; the old release stays, for a way back by hand. */
    private List<Step> cleaned(Stretch stretch, String prefix) {
        return drawing.fetched(stretch.hops()).stream()
                .map(
                        file ->
                                Draft.of(
                                                drawing.id(prefix + "clean/download"),
                                                Phase.CLEAN,
                                                Text.of("plan.do.discard", file),
                                                new Action.Discard(Template.of(file)))
                                        .again(true)
                                        .level("warn")
                                        .step())
                .toList();
    }
}
