package bascule.plan;

import bascule.fact.Template;
import bascule.instance.Scope;
import bascule.instance.Stores;
import bascule.instance.Survey.Layout.Kind;
import bascule.recipe.Body.Code;
import bascule.recipe.Body.FetchSpec;
import bascule.recipe.Phase;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Draws what is done while visitors are served: the new release is put beside the old. */
final class Staging {
    private static final Duration FETCH = Duration.ofHours(1);
    private static final Duration UNPACK = Duration.ofMinutes(20);
    private static final Duration COPY = Duration.ofHours(6);

    private final Drawing drawing;
    private final RecipeSteps recipe;

    Staging(Drawing drawing, RecipeSteps recipe) {
        this.drawing = drawing;
        this.recipe = recipe;
    }

    /**
     * Fetched, unpacked, carried over and built, for one leg.
     *
     * @param first whether the release that it leaves is the one that serves
     */
    List<Step> stage(Hop hop, String prefix, boolean first) {
        var scope = drawing.staged(hop);
        var steps = new ArrayList<Step>();
        var code = drawing.subject().body().code();
        code.flatMap(each -> scope.choose(each.fetch(), FetchSpec::when))
                .ifPresent(fetch -> steps.addAll(fetched(fetch, scope, prefix)));
        code.ifPresent(each -> steps.addAll(prepared(each, scope, prefix)));
        var carrying = new Carrying(drawing);
        code.ifPresent(each -> steps.addAll(carrying.stage(each, scope, prefix, first)));
        steps.addAll(recipe.steps(Phase.STAGE, prefix, List.of(hop), scope));
        return steps;
    }

    private List<Step> fetched(FetchSpec fetch, Scope scope, String prefix) {
        if (fetch.each().isPresent()) {
            return scope.rows(fetch.each().get()).stream()
                    .map(
                            row ->
                                    part(
                                            fetch,
                                            scope.on(row),
                                            prefix + "stage/fetch[" + row.key() + "]"))
                    .toList();
        }
        if (fetch.source().equals("git")) {
            return List.of(part(fetch, scope, prefix + "stage/fetch"));
        }
        var archive = fetch(fetch, scope, prefix);
        var unpack =
                Draft.of(
                                drawing.id(prefix + "stage/unpack"),
                                Phase.STAGE,
                                Text.of("plan.do.unpack", scope.era().to()),
                                new Action.Unpack(
                                        ((Action.Fetch) archive.action()).into(),
                                        stage(scope),
                                        true))
                        .limit(UNPACK)
                        .again(true)
                        .undo(new Undo.By(new Action.Discard(stage(scope))))
                        .step();
        return List.of(archive, unpack);
    }

    /** A checkout of one part of the code, at its own release. */
    private Step part(FetchSpec fetch, Scope scope, String id) {
        var ref = fetch.ref().map(scope::text).map(text -> "#" + text).orElse("");
        var into = fetch.into().map(scope::text).map(text -> "/" + text).orElse("");
        var location = scope.text(fetch.location()) + ref;
        return Draft.of(
                        drawing.id(id),
                        Phase.STAGE,
                        Text.of("plan.do.fetch", location),
                        new Action.Fetch(
                                fetch.source(),
                                Template.literal(location),
                                Template.literal(scope.era().stage() + into),
                                Optional.empty(),
                                Optional.empty()))
                .limit(FETCH)
                .again(true)
                .step();
    }

    private Step fetch(FetchSpec fetch, Scope scope, String prefix) {
        var action = new Fetching(drawing).of(fetch, scope);
        drawing.fetches(scope.era().to(), action.into().text());
        return Draft.of(
                        drawing.id(prefix + "stage/fetch"),
                        Phase.STAGE,
                        Text.of("plan.do.fetch", action.location()),
                        action)
                .because(
                        Optional.of(
                                action.sha256().isPresent() || action.signature().isPresent()
                                        ? Text.of("plan.reason.checksum")
                                        : Text.of("plan.reason.no-checksum")))
                .limit(FETCH)
                .again(true)
                .step();
    }

    private static Template stage(Scope scope) {
        return Template.literal(scope.era().stage());
    }

    private List<Step> prepared(Code code, Scope scope, String prefix) {
        var steps = new ArrayList<Step>();
        if (drawing.survey().layout().kind() == Kind.SHARED && !code.keep().isEmpty()) {
            steps.add(
                    Draft.of(
                                    drawing.id(prefix + "stage/share"),
                                    Phase.STAGE,
                                    Text.of("plan.do.share", String.join(", ", code.keep())),
                                    new Action.Share(
                                            stage(scope),
                                            Template.literal(drawing.folders().shared()),
                                            code.keep()))
                            .again(true)
                            .step());
        }
        if (!code.scratch().isEmpty()) {
            steps.add(
                    Draft.of(
                                    drawing.id(prefix + "stage/scratch"),
                                    Phase.STAGE,
                                    Text.of("plan.do.scratch", String.join(", ", code.scratch())),
                                    new Action.Scratch(
                                            scope.fill(Template.of("${root}")),
                                            stage(scope),
                                            code.scratch()))
                            .again(true)
                            .step());
        }
        return steps;
    }

    /** The bulk of each backup, while visitors are served, and that it can be restored. */
    List<Step> firstPasses(Scope scope, String prefix) {
        var steps = new ArrayList<Step>();
        for (var store : copied(scope)) {
            steps.add(firstPass(store, scope, prefix));
            proof(store, scope, prefix).ifPresent(steps::add);
        }
        return steps;
    }

    Step firstPass(Store store, Scope scope, String prefix) {
        return backup(store, new Pass("first", Phase.STAGE, prefix + "stage/backup:"), scope);
    }

    /** What stands beside a server for its last pass is looked at right before it. */
    List<Step> ready(Scope scope, String prefix) {
        return copied(scope).stream()
                .filter(store -> BackupWords.isReadied(drawing.choice(store).technique()))
                .map(
                        store ->
                                backup(
                                        store,
                                        new Pass(
                                                "ready",
                                                Phase.ANNOUNCE,
                                                prefix + "announce/ready:"),
                                        scope))
                .toList();
    }

    /** However its last pass ended: nothing of it works on. */
    List<Step> ended(Scope scope, String prefix) {
        return standing(scope)
                .map(
                        store ->
                                Draft.of(
                                                drawing.id(prefix + "clean/end:" + store.name()),
                                                Phase.CLEAN,
                                                Text.of("plan.do.end", store.name()),
                                                new Action.End(
                                                        store,
                                                        backups(store, scope),
                                                        drawing.choice(store).technique()))
                                        .limit(UNPACK)
                                        .again(true)
                                        .level("warn")
                                        .step())
                .toList();
    }

    private Stream<Store> standing(Scope scope) {
        return copied(scope).stream().filter(store -> drawing.choice(store).technique().stands());
    }

    /**
     * All of each store while visitors are served, and what was copied shown to restore: one pass,
     * so that what is kept is what was proved.
     */
    List<Step> servingPasses(Scope scope) {
        var steps = new ArrayList<Step>();
        for (var store : copied(scope)) {
            steps.add(backup(store, new Pass("serving", Phase.STAGE, "stage/backup:"), scope));
            proof(store, scope, "").ifPresent(steps::add);
        }
        return steps;
    }

    /** Files were read again and held against their checksums when they were copied. */
    private Optional<Step> proof(Store store, Scope scope, String prefix) {
        var depth = drawing.subject().instance().proof();
        return depth.equals("full") || (depth.equals("light") && store instanceof Store.Server)
                ? Optional.of(prove(copy(store, scope), prefix, depth))
                : Optional.empty();
    }

    /** One store, where its copy lies, and how that is made or read. */
    record Copy(Store store, Template folder, Technique technique) {}

    private Copy copy(Store store, Scope scope) {
        return new Copy(store, backups(store, scope), drawing.choice(store).technique());
    }

    Step prove(Copy copy, String prefix, String depth) {
        return Draft.of(
                        drawing.id(prefix + "stage/prove:" + copy.store().name()),
                        Phase.STAGE,
                        Text.of(BackupWords.proved(copy.technique()), copy.store().name()),
                        new Action.Prove(copy.store(), copy.folder(), depth, copy.technique()))
                .limit(COPY)
                .again(true)
                .step();
    }

    /** What has changed since, with everything quiet. */
    List<Step> lastPasses(Scope scope, String prefix) {
        return copied(scope).stream()
                .map(
                        store ->
                                backup(
                                        store,
                                        new Pass("last", Phase.BACKUP, prefix + "backup/"),
                                        scope))
                .toList();
    }

    private record Pass(String name, Phase phase, String id) {}

    /** The stores that the upgrade may write to, in the recipe's order. */
    static List<Store> copied(Scope scope) {
        return Stores.all(scope).stream()
                .filter(store -> !store.untouched() && !(store instanceof Store.Derived))
                .toList();
    }

    /** Where the backup of a store is: one for each outage. */
    static Template backups(Store store, Scope scope) {
        return Template.of("${run.backups}/" + store.name() + "@" + scope.era().from());
    }

    /** Said once: where it matters most which of them it is. */
    private boolean explains(Pass pass, Store store) {
        var stands = drawing.choice(store).technique().stands();
        return switch (pass.name()) {
            case "first" -> stands;
            case "last" -> !stands;
            case "serving" -> drawing.kept(store);
            default -> false;
        };
    }

    /** What is in no backup of such a store, so that nobody thinks that it is. */
    static Optional<Text> without(Store store) {
        return store instanceof Store.Server server && server.server().equals("rabbitmq")
                ? Optional.of(Text.of("plan.reason.no-messages"))
                : Optional.empty();
    }

    private Step backup(Store store, Pass pass, Scope scope) {
        var seen = drawing.survey().stores().get(store.name());
        if (seen != null) {
            drawing.sizes().put("backup:" + store.name(), seen.bytes());
        }
        var last = pass.name().equals("last");
        var choice = drawing.choice(store);
        if (last && choice.technique() instanceof Technique.Snapshot) {
            drawing.tell(store.name(), scope.era().from(), Text.of("plan.same-disk", store.name()));
        }
        return Draft.of(
                        drawing.id(pass.id() + store.name()),
                        pass.phase(),
                        Text.of(BackupWords.said(pass.name(), choice.technique()), store.name()),
                        new Action.Backup(
                                store, backups(store, scope), pass.name(), choice.technique()))
                .because(
                        without(store)
                                .or(
                                        () ->
                                                explains(pass, store)
                                                        ? choice.because()
                                                        : Optional.empty()))
                .limit(COPY)
                .again(true)
                .undo(last ? new Undo.Restores() : new Undo.Nothing())
                .step();
    }
}
