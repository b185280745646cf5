package bascule.plan;

import bascule.fact.Template;
import bascule.instance.Scope;
import bascule.plan.Outages.Position;
import bascule.plan.Route.Stretch;
import bascule.recipe.Phase;
import bascule.store.Store;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Draws runs after which the same release serves: a backup is made, shown to restore, or put back.
 * Each is one outage from a release to itself; where nothing is closed, its leg is empty.
 */
final class Staying {
    private static final Duration LONG = Duration.ofHours(6);
    private static final Position ALONE = new Position("", true, true, 1);

    private final Drawing drawing;
    private final Stretch stretch;
    private final Scope scope;
    private final RecipeSteps recipe;
    private final Outages outages;
    private final Staging staging;
    private final Running running;
    private final Verifying verifying;

    Staying(Drawing drawing, RecipeSteps recipe, Hop hop) {
        this.drawing = drawing;
        this.recipe = recipe;
        this.stretch = new Stretch(List.of(hop), List.of());
        this.scope = drawing.before(hop.from(), hop.to());
        this.outages = new Outages(drawing, recipe);
        this.staging = new Staging(drawing, recipe);
        this.running = new Running(drawing);
        this.verifying = new Verifying(drawing, recipe);
    }

    /** While the application serves: each store of one instant, not all of the same. */
    Plan.Outage serving() {
        return still(staging.servingPasses(scope), List.of(Opening.retained(drawing)));
    }

    /** Backups made earlier, restored where nobody uses them. */
    Plan.Outage proving(Source source, String depth) {
        size(source);
        var steps =
                taken(source).stream()
                        .map(store -> staging.prove(earlier(source, store), "", depth))
                        .toList();
        return still(steps, List.of());
    }

    private Plan.Outage still(List<Step> before, List<Step> after) {
        var release = stretch.from();
        var legs = List.of(new Plan.Leg(release, release, List.of()));
        var drawn = new Plan.Outage(release, before, List.of(), legs, after, List.of());
        var settings = new Settings(drawing, recipe, List.of());
        var back = new Returning(drawing, running, verifying, settings).drawUnclosed(drawn);
        return new Plan.Outage(release, before, List.of(), legs, after, back);
    }

    /** With the application closed for the last passes: all stores of one instant. */
    Plan.Outage closed() {
        return closed(Purpose.BACKUP, staging.firstPasses(scope, ""), List.of());
    }

    /**
     * What is there is copied first, and closed for that too: a failure puts it back. Whether that
     * copy restores is not tried: what is put right may be so broken that it does not.
     *
     * @param copies false if it is too broken even for a copy: then there is no way back
     */
    Plan.Outage restoring(Source source, boolean copies) {
        size(source);
        var before = new ArrayList<Step>();
        var restored = new ArrayList<Step>();
        for (var store : taken(source)) {
            before.add(verify(store, from(source, store)));
            var restore = restore(earlier(source, store));
            restored.add(copies ? restore : new Draft(restore).undo(uncopied()).step());
        }
        if (copies) {
            Staging.copied(scope).forEach(store -> before.add(staging.firstPass(store, scope, "")));
        }
        return closed(Purpose.RESTORE, before, restored);
    }

    private Undo uncopied() {
        var texts = Texts.in(Locale.of(drawing.options().language()));
        return new Undo.Never(texts.say(Text.of("plan.uncopied")));
    }

    private Plan.Outage closed(Purpose purpose, List<Step> copies, List<Step> restored) {
        var messages = new Messages(drawing, purpose);
        var before = new ArrayList<>(copies);
        before.addAll(messages.begins(ALONE));
        var announced = outages.made(Phase.ANNOUNCE, scope, ALONE);
        before.addAll(Verifying.steps(announced).toList());
        var quieted = outages.made(Phase.QUIESCE, scope, ALONE);
        var closing = new ArrayList<>(outages.closing(quieted, scope, ALONE));
        if (restored.stream().anyMatch(Step::pointOfNoReturn)) {
            closing.removeIf(step -> step.action() instanceof Action.Backup);
        }
        var settings =
                new Settings(
                        drawing,
                        recipe,
                        Stream.concat(announced.stream(), quieted.stream()).toList());
        var release = stretch.from();
        var steps = new ArrayList<>(restored);
        steps.addAll(behindDoor(settings, restored.isEmpty()));
        var leg = new Plan.Leg(release, release, steps);
        var opening = new Opening(drawing, recipe, running, verifying);
        var after = new ArrayList<>(opening.draw(stretch, settings, ALONE));
        var returning = new Returning(drawing, running, verifying, settings);
        if (restored.isEmpty()) {
            after.add(Opening.retained(drawing));
        } else {
            after.addAll(
                    returning.rebuilt(scope, "settle/", restored.stream().map(Step::id).toList()));
        }
        after.addAll(messages.ends(ALONE));
        var drawn = new Plan.Outage(release, before, closing, List.of(leg), after, List.of());
        var back = new ArrayList<>(returning.draw(stretch, drawn, ALONE));
        back.addAll(messages.wentBack(ALONE));
        return new Plan.Outage(release, before, closing, List.of(leg), after, back);
    }

    /** The stores that are there now and in the backup, in the recipe's order. */
    private List<Store> taken(Source source) {
        return Staging.copied(scope).stream()
                .filter(store -> source.folders().containsKey(store.name()))
                .toList();
    }

    private static Staging.Copy earlier(Source source, Store store) {
        return new Staging.Copy(store, from(source, store), source.technique(store));
    }

    private static Template from(Source source, Store store) {
        return Template.literal(String.valueOf(source.folders().get(store.name())));
    }

    private void size(Source source) {
        source.sizes().forEach((name, bytes) -> drawing.sizes().put("backup:" + name, bytes));
    }

    private Step verify(Store store, Template from) {
        return Draft.of(
                        drawing.id("stage/verify:" + store.name()),
                        Phase.STAGE,
                        Text.of("plan.do.verify-backup", store.name()),
                        new Action.Verify(store, from))
                .limit(LONG)
                .again(true)
                .step();
    }

    private Step restore(Staging.Copy copy) {
        return Draft.of(
                        drawing.id("switch/restore:" + copy.store().name()),
                        Phase.SWITCH,
                        Text.of("plan.do.restore-from", copy.store().name(), copy.folder()),
                        new Action.Restore(copy.store(), copy.folder(), copy.technique()))
                .limit(LONG)
                .again(true)
                .undo(new Undo.Restores())
                .step();
    }

    /** Started and looked at as after an upgrade; nothing was written that must be restored. */
    private List<Step> behindDoor(Settings settings, boolean untouched) {
        var steps = new ArrayList<Step>();
        if (running.behindDoor()) {
            steps.addAll(
                    settings.putBack(
                            new Settings.Where(scope, Phase.START, "start/back:"),
                            Settings.maintenance()));
        }
        for (var start : running.start(scope, "start/", Phase.START)) {
            steps.add(untouched ? new Draft(start).undo(new Undo.Nothing()).step() : start);
        }
        steps.addAll(verifying.releases(scope, ""));
        var later = Opening.asksVisitorsLater(running, settings);
        verifying.asked(scope, "", stretch.hops()).stream()
                .filter(one -> !(later && Verifying.asVisitor(one)))
                .forEach(one -> steps.add(one.step()));
        return steps;
    }
}
