package bascule.plan;

import bascule.fact.Template;
import bascule.host.Service.Verb;
import bascule.instance.Scope;
import bascule.instance.Services;
import bascule.instance.Services.Known;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Draws services being stopped, barred and started. */
final class Running {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Drawing drawing;

    Running(Drawing drawing) {
        this.drawing = drawing;
    }

    /** The services that are stopped for a change of release, in the order in which they start. */
    static List<Known> stopped(Scope scope) {
        return Services.working(scope).stream()
                .filter(known -> known.spec().change().equals("stop"))
                .toList();
    }

    static List<Known> startingIn(Scope scope, Phase phase) {
        return stopped(scope).stream().filter(known -> known.spec().starts() == phase).toList();
    }

    /** Whether verification gets in where visitors do not. */
    boolean behindDoor() {
        return !drawing.subject().door().equals("none");
    }

    /** Last started first. */
    List<Step> stop(Scope scope, String prefix, Phase phase, boolean force) {
        return stopped(scope).reversed().stream()
                .map(
                        known ->
                                change(
                                        drawing.id(prefix + "stop:" + known.service().name()),
                                        phase,
                                        known,
                                        new Action.Change(
                                                Verb.STOP, known.service(), Map.of(), force)))
                .toList();
    }

    List<Step> bar(Scope scope, String prefix) {
        return stopped(scope).stream()
                .map(
                        known ->
                                Draft.of(
                                                drawing.id(
                                                        prefix + "bar:" + known.service().name()),
                                                Phase.QUIESCE,
                                                Text.of("plan.do.bar", known.service().name()),
                                                new Action.Bar(known.service()))
                                        .again(true)
                                        .undo(new Undo.By(new Action.Unbar(known.service())))
                                        .step())
                .toList();
    }

    List<Step> unbar(Scope barred, String prefix, Phase phase) {
        return stopped(barred).stream()
                .map(
                        known ->
                                Draft.of(
                                                drawing.id(
                                                        prefix + "unbar:" + known.service().name()),
                                                phase,
                                                Text.of("plan.do.unbar", known.service().name()),
                                                new Action.Unbar(known.service()))
                                        .again(true)
                                        .step())
                .toList();
    }

    /** Started for verification: where only that can reach them, if the door says so. */
    List<Step> start(Scope scope, String prefix, Phase phase) {
        return startingIn(scope, Phase.START).stream()
                .map(known -> start(known, prefix, phase, privately(known)))
                .toList();
    }

    Step start(Known known, String prefix, Phase phase, Map<String, Template> env) {
        return change(
                drawing.id(prefix + "start:" + known.service().name()),
                phase,
                known,
                new Action.Change(Verb.START, known.service(), env, false));
    }

    private Map<String, Template> privately(Known known) {
        return drawing.subject().door().equals("private-address") ? known.privately() : Map.of();
    }

    /** Visitors get in where a service was started for verification alone. */
    List<Step> restartForVisitors(Scope scope, String prefix, Phase phase) {
        return startingIn(scope, Phase.START).stream()
                .filter(known -> !privately(known).isEmpty())
                .map(
                        known ->
                                Draft.of(
                                                drawing.id(
                                                        prefix
                                                                + "restart:"
                                                                + known.service().name()),
                                                phase,
                                                Text.of("plan.do.let-in", known.service().name()),
                                                new Action.Change(
                                                        Verb.RESTART,
                                                        known.service(),
                                                        Map.of(),
                                                        false))
                                        .limit(known.spec().limit().orElse(LIMIT))
                                        .again(true)
                                        .step())
                .toList();
    }

    static Step change(String id, Phase phase, Known known, Action.Change action) {
        var inside = phase.closed() && phase.compareTo(Phase.SWITCH) >= 0;
        var undo =
                action.verb() == Verb.STOP
                        ? new Undo.By(
                                new Action.Change(Verb.START, action.service(), Map.of(), false))
                        : inside ? new Undo.Restores() : new Undo.Nothing();
        var verb = action.verb().name().toLowerCase(java.util.Locale.ROOT);
        return Draft.of(id, phase, Text.of("plan.do." + verb, action.service().name()), action)
                .limit(known.spec().limit().orElse(LIMIT))
                .again(true)
                .undo(undo)
                .step();
    }
}
