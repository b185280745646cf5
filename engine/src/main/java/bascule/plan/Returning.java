package bascule.plan;

import bascule.fact.Template;
import bascule.host.Service.Verb;
import bascule.instance.Scope;
import bascule.instance.Services;
import bascule.instance.Services.Known;
import bascule.instance.Stores;
import bascule.plan.Outages.Position;
import bascule.plan.Route.Stretch;
import bascule.recipe.Phase;
import bascule.store.Store;
import bascule.text.Text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Draws the way back over an outage, from whatever step was reached: stop, old code, each store
 * once, start, verify the old release, open. A step whose cause never began is left out.
 */
final class Returning {
    private final Drawing drawing;
    private final Running running;
    private final Verifying verifying;
    private final Settings settings;
    private final Doorway doorway;

    Returning(Drawing drawing, Running running, Verifying verifying, Settings settings) {
        this.drawing = drawing;
        this.running = running;
        this.verifying = verifying;
        this.settings = settings;
        this.doorway = new Doorway(drawing);
    }

    List<Step> draw(Stretch stretch, Plan.Outage outage, Position position) {
        var scope = drawing.before(stretch.from(), stretch.to());
        var prefix = position.prefix() + "back/";
        var legs = outage.legs().stream().flatMap(leg -> leg.steps().stream()).toList();
        var changes = changes(outage, legs);
        var written = Stream.concat(ids(legs), ids(opened(outage))).toList();
        var steps = new ArrayList<Step>();
        doorway.close(scope, prefix + "close-door")
                .forEach(step -> steps.add(owing(step, letIn(outage))));
        stopped(stretch, scope).forEach(known -> steps.add(stop(known, prefix, changes)));
        steps.addAll(switchedBack(legs, position.prefix()));
        var restores = restores(stretch, legs);
        if (restores) {
            new Restoring(drawing, scope)
                    .draw(prefix)
                    .forEach(step -> steps.add(owing(step, written)));
        }
        if (running.behindDoor()) {
            steps.addAll(
                    settings.putBack(
                            new Settings.Where(scope, Phase.START, prefix),
                            Settings.maintenance()));
        }
        var touched =
                Stream.concat(changes.values().stream().flatMap(List::stream), written.stream())
                        .distinct()
                        .toList();
        if (verifying.looksAtSchema(scope, true)) {
            steps.add(owing(verifying.schemaAsFound(scope, prefix + "verify:schema"), touched));
        }
        steps.addAll(started(scope, prefix, touched, legs));
        steps.addAll(verified(scope, prefix, touched));
        steps.addAll(opened(scope, outage, prefix, touched));
        if (restores || !stretch.stays()) {
            steps.addAll(rebuilt(scope, prefix, written));
        }
        steps.addAll(discarded(stretch, outage, prefix));
        steps.add(abandoned(outage, prefix));
        // What nothing has caused would else be done whatever was reached.
        steps.removeIf(step -> step.undoes().isEmpty());
        return steps;
    }

    private static Stream<String> ids(List<Step> steps) {
        return steps.stream().map(Step::id);
    }

    /** The steps of this outage that stop, start or restart a service, by its name. */
    private static Map<String, List<String>> changes(Plan.Outage outage, List<Step> legs) {
        var changes = new LinkedHashMap<String, List<String>>();
        Stream.of(outage.closing(), legs, outage.after())
                .flatMap(List::stream)
                .forEach(
                        step -> {
                            if (step.action() instanceof Action.Change change
                                    && change.verb() != Verb.RELOAD) {
                                changes.computeIfAbsent(
                                                change.service().name(), _ -> new ArrayList<>())
                                        .add(step.id());
                            }
                        });
        return changes;
    }

    /** What lets visitors and consumers in: from there on the new release writes. */
    private static List<Step> opened(Plan.Outage outage) {
        return outage.after().stream()
                .filter(step -> step.phase() == Phase.OPEN)
                .filter(
                        step ->
                                step.action() instanceof Action.Change
                                        || step.action() instanceof Action.OpenDoor)
                .toList();
    }

    /** Visitors are kept out again only if they had been let in. */
    private static List<String> letIn(Plan.Outage outage) {
        return outage.after().stream()
                .filter(step -> step.action() instanceof Action.OpenDoor)
                .map(Step::id)
                .toList();
    }

    private static List<String> keptOut(Plan.Outage outage) {
        return outage.closing().stream()
                .filter(step -> step.action() instanceof Action.CloseDoor)
                .map(Step::id)
                .toList();
    }

    /** Whether the data must be put back too: not if only code has changed on the whole way. */
    private boolean restores(Stretch stretch, List<Step> legs) {
        if (stretch.stays()) {
            return legs.stream()
                    .anyMatch(
                            step ->
                                    step.action() instanceof Action.Restore
                                            && !step.pointOfNoReturn());
        }
        return !stretch.hops().stream()
                .allMatch(
                        hop -> {
                            var release =
                                    drawing.subject()
                                            .recipe()
                                            .catalogue()
                                            .releases()
                                            .get(hop.to().text());
                            return release != null
                                    && release.back().filter("code-only"::equals).isPresent();
                        });
    }

    /** The services of the new release, and those of the old that are others. */
    private List<Known> stopped(Stretch stretch, Scope from) {
        var all = new LinkedHashMap<String, Known>();
        var arrived = drawing.arrived(stretch.from(), stretch.to());
        Stream.concat(
                        Running.stopped(arrived).reversed().stream(),
                        Running.stopped(from).reversed().stream())
                .forEach(known -> all.putIfAbsent(Services.identity(known.service()), known));
        return List.copyOf(all.values());
    }

    private Step stop(Known known, String prefix, Map<String, List<String>> changes) {
        return owing(
                Running.change(
                        drawing.id(prefix + "stop:" + known.service().name()),
                        Phase.QUIESCE,
                        known,
                        new Action.Change(Verb.STOP, known.service(), Map.of(), true)),
                changes.getOrDefault(known.service().name(), List.of()));
    }

    /** On the way back nothing is taken back again. */
    private static Step owing(Step step, List<String> undoes) {
        return new Draft(step).undo(new Undo.Nothing()).undoes(undoes).again(true).step();
    }

    private List<Step> switchedBack(List<Step> legs, String prefix) {
        var steps = new ArrayList<Step>();
        for (var step : legs.reversed()) {
            var inverse =
                    switch (step.undo()) {
                        case Undo.AsFound _ -> new Action.PutBack(step.id());
                        case Undo.By(var action) when !(step.action() instanceof Action.Change) ->
                                action;
                        case Undo.By _, Undo.Nothing _, Undo.Restores _, Undo.Never _ -> null;
                    };
            if (inverse != null) {
                var name =
                        step.id().startsWith(prefix)
                                ? step.id().substring(prefix.length())
                                : step.id();
                var id = drawing.id(prefix + "back/" + name.replace('/', ':'));
                steps.add(
                        owing(
                                Draft.of(
                                                id,
                                                Phase.SWITCH,
                                                Text.of("plan.do.take-back", step.summary()),
                                                inverse)
                                        .limit(step.limit())
                                        .step(),
                                List.of(step.id())));
            }
        }
        return steps;
    }

    private List<Step> started(Scope scope, String prefix, List<String> touched, List<Step> legs) {
        var steps = new ArrayList<Step>();
        var switched =
                legs.stream().filter(step -> step.phase() == Phase.SWITCH).map(Step::id).toList();
        for (var known : Services.all(scope)) {
            var change = known.spec().change();
            if (!change.equals("stop")) {
                var verb = change.equals("reload") ? Verb.RELOAD : Verb.RESTART;
                steps.add(
                        owing(
                                Running.change(
                                        drawing.id(prefix + change + ":" + known.service().name()),
                                        Phase.SWITCH,
                                        known,
                                        new Action.Change(verb, known.service(), Map.of(), false)),
                                switched));
            }
        }
        running.start(scope, prefix, Phase.START).forEach(step -> steps.add(owing(step, touched)));
        return steps;
    }

    private List<Step> verified(Scope scope, String prefix, List<String> touched) {
        var steps = new ArrayList<Step>();
        steps.add(owing(verifying.releaseAgain(scope, prefix + "verify:release"), touched));
        if (verifying.looksAtSchema(scope, false)) {
            steps.add(owing(verifying.schemaAsFound(scope, prefix + "verify:schema"), touched));
        }
        var later = Opening.asksVisitorsLater(running, settings);
        for (var one : verifying.asked(scope, prefix, List.of())) {
            if (!(later && Verifying.asVisitor(one))) {
                steps.add(owing(one.step(), touched));
            }
        }
        return steps;
    }

    /** Where nothing is closed, there is nothing to take back but what was copied. */
    List<Step> drawUnclosed(Plan.Outage outage) {
        var step = abandoned(outage, "back/");
        return step.undoes().isEmpty() ? List.of() : List.of(step);
    }

    private List<Step> opened(
            Scope scope, Plan.Outage outage, String prefix, List<String> touched) {
        var steps = new ArrayList<Step>();
        var bars =
                outage.closing().stream()
                        .filter(step -> step.action() instanceof Action.Bar)
                        .map(Step::id)
                        .toList();
        running.unbar(scope, prefix, Phase.OPEN).forEach(step -> steps.add(owing(step, bars)));
        var restarts = running.restartForVisitors(scope, prefix, Phase.OPEN);
        restarts.forEach(step -> steps.add(owing(step, touched)));
        for (var known : Running.startingIn(scope, Phase.OPEN)) {
            steps.add(owing(running.start(known, prefix, Phase.OPEN, Map.of()), touched));
        }
        steps.addAll(
                settings.putBack(
                        new Settings.Where(scope, Phase.OPEN, prefix),
                        running.behindDoor() ? Settings.maintenance().negate() : _ -> true));
        var door = doorway.open(scope, prefix + "door");
        door.forEach(step -> steps.add(owing(step, keptOut(outage))));
        if (!restarts.isEmpty() || !door.isEmpty()) {
            verifying
                    .answersVisitors(scope.at(scope.era().door("none")), prefix)
                    .forEach(step -> steps.add(owing(step, touched)));
        }
        return steps;
    }

    /** What is made from other data, made again after those were put back. */
    List<Step> rebuilt(Scope scope, String prefix, List<String> written) {
        return Stores.all(scope).stream()
                .filter(Store.Derived.class::isInstance)
                .map(Store.Derived.class::cast)
                .map(
                        store ->
                                new Draft(
                                                owing(
                                                        Draft.of(
                                                                        drawing.id(
                                                                                prefix
                                                                                        + "rebuild:"
                                                                                        + store
                                                                                                .name()),
                                                                        Phase.SETTLE,
                                                                        Text.of(
                                                                                "plan.do.rebuild",
                                                                                store.name()),
                                                                        new Action.Run(
                                                                                store.rebuild(),
                                                                                Map.of(),
                                                                                java.util.Optional
                                                                                        .empty(),
                                                                                java.util.Optional
                                                                                        .empty()))
                                                                .limit(store.rebuild().limit())
                                                                .step(),
                                                        written))
                                        .level("warn")
                                        .step())
                .toList();
    }

    /** Of a run that failed before its copies were whole: the next one needs the room. */
    private Step abandoned(Plan.Outage outage, String prefix) {
        var copied =
                Stream.concat(outage.before().stream(), outage.closing().stream())
                        .filter(step -> step.action() instanceof Action.Backup)
                        .map(Step::id)
                        .toList();
        return new Draft(
                        owing(
                                Draft.of(
                                                drawing.id(prefix + "copies"),
                                                Phase.CLEAN,
                                                Text.of("plan.do.abandon"),
                                                new Action.Abandon())
                                        .limit(Duration.ofMinutes(30))
                                        .step(),
                                copied))
                .level("warn")
                .step();
    }

    private List<Step> discarded(Stretch stretch, Plan.Outage outage, String prefix) {
        var steps = new ArrayList<Step>();
        for (var hop : stretch.hops()) {
            var stage = drawing.folders().stage(hop.to());
            var staged =
                    outage.before().stream()
                            .filter(
                                    step ->
                                            step.undo() instanceof Undo.By(Action.Discard(var path))
                                                    && path.equals(Template.literal(stage)))
                            .map(Step::id)
                            .toList();
            if (!staged.isEmpty()) {
                steps.add(
                        owing(
                                Draft.of(
                                                drawing.id(prefix + "discard:" + hop.to()),
                                                Phase.CLEAN,
                                                Text.of("plan.do.discard", stage),
                                                new Action.Discard(Template.literal(stage)))
                                        .limit(Duration.ofMinutes(10))
                                        .step(),
                                staged));
            }
        }
        return steps;
    }
}
