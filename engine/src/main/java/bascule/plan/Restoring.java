package bascule.plan;

import bascule.fact.Condition;
import bascule.host.Service.Verb;
import bascule.instance.Scope;
import bascule.instance.Services;
import bascule.instance.Services.Known;
import bascule.probe.Probe;
import bascule.recipe.Phase;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws each store put back, once, on the way back to the release that left it so. */
record Restoring(Drawing drawing, Scope scope) {
    private static final Duration LIMIT = Duration.ofHours(6);

    List<Step> draw(String prefix) {
        return Staging.copied(scope).stream()
                .flatMap(store -> restore(store, prefix).stream())
                .toList();
    }

    /** The server whose data's folder is exchanged stands still for it. */
    private List<Step> restore(Store store, String prefix) {
        var technique = drawing.choice(store).technique();
        var followed = technique instanceof Technique.Followed;
        var steps = new ArrayList<Step>();
        var servers = followed ? servers(store) : List.<Known>of();
        servers.forEach(known -> steps.add(change(known, Verb.STOP, prefix + "stop:")));
        steps.add(
                Draft.of(
                                drawing.id(prefix + "restore:" + store.name()),
                                Phase.BACKUP,
                                Text.of(BackupWords.restored(technique), store.name()),
                                new Action.Restore(store, Staging.backups(store, scope), technique))
                        .because(Staging.without(store))
                        .limit(LIMIT)
                        .step());
        servers.forEach(
                known ->
                        steps.add(
                                new Draft(change(known, Verb.START, prefix + "start:"))
                                        .expect(List.of(answers(store, prefix)))
                                        .step()));
        return steps;
    }

    private List<Known> servers(Store store) {
        return store instanceof Store.Server server
                ? server.service().stream()
                        .flatMap(name -> Services.named(scope, name).stream())
                        .toList()
                : List.of();
    }

    /** That it runs does not say that it lets anybody in yet. */
    private Expectation answers(Store store, String prefix) {
        var release = scope.era().release();
        var name = prefix + "answers:" + store.name();
        drawing.probes().put(name, release, new Probe.BySize(store));
        return new Expectation(Condition.of(name, "present"), release.text());
    }

    /** What it still holds is about to be exchanged: it may be ended by force. */
    private Step change(Known known, Verb verb, String prefix) {
        return Running.change(
                drawing.id(prefix + known.service().name()),
                Phase.BACKUP,
                known,
                new Action.Change(verb, known.service(), Map.of(), verb == Verb.STOP));
    }
}
