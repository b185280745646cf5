package bascule.plan;

import bascule.fact.Template;
import bascule.instance.Commands;
import bascule.instance.Paths;
import bascule.instance.Probes;
import bascule.instance.Requests;
import bascule.instance.Scope;
import bascule.instance.Stores;
import bascule.problem.Fault;
import bascule.recipe.Body.Act;
import bascule.recipe.Body.StepSpec;
import bascule.store.Store;
import bascule.text.Text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes actions of what a recipe's steps do. */
final class Acts {
    private final Expectations expectations;

    Acts(Expectations expectations) {
        this.expectations = expectations;
    }

    /**
     * @param spec the step it is the act of: its codes, what it fails on, its progress
     */
    Action of(Scope scope, Act act, StepSpec spec) {
        return switch (act) {
            case Act.ToRun(var run) ->
                    new Action.Run(
                            Commands.of(scope, run, spec.limit().orElse(Commands.STEP)),
                            spec.codes(),
                            spec.failsOn(),
                            spec.progress()
                                    .map(
                                            each ->
                                                    new Action.Progress(
                                                            each.match(),
                                                            each.of()
                                                                    .map(
                                                                            of ->
                                                                                    afresh(
                                                                                            scope,
                                                                                            of)))));
            case Act.ToQuery(var name, var query) -> {
                var store = store(scope, name);
                yield new Action.Query(store, Probes.query(scope, store, query));
            }
            case Act.ToHttp(var requests) -> new Action.Http(Requests.of(scope, requests));
            case Act.ToSet(var files, var keys) ->
                    new Action.SetKeys(paths(scope, files), filled(scope, keys));
            case Act.ToMove(var file, var keys) ->
                    new Action.MoveKeys(Paths.absolute(scope, file), keys);
            case Act.ToRemove(var patterns) ->
                    new Action.Remove(
                            scope.fill(Template.of("${root}")),
                            patterns.stream().map(scope::text).toList());
            case Act.ToSave(var name) ->
                    new Action.Backup(
                            store(scope, name),
                            Template.of("${run.backups}/" + name + "@" + scope.era().release()),
                            "last");
            case Act.ToRestore(var name) ->
                    new Action.Restore(
                            store(scope, name),
                            Template.of("${run.backups}/" + name + "@" + scope.era().from()));
        };
    }

    /** A count is taken when the step begins, whatever the survey counted. */
    private Template afresh(Scope scope, Template of) {
        var names = new LinkedHashMap<String, String>();
        for (var name : of.names()) {
            scope.meant(name)
                    .filter(fact -> fact.part().isEmpty())
                    .ifPresent(
                            fact -> {
                                expectations.want(fact, scope.era().release());
                                names.put(name, fact.key() + "@" + scope.era().release());
                            });
        }
        return scope.locally(names).fill(of);
    }

    private static Store store(Scope scope, String name) {
        return Stores.named(scope, name).stream()
                .findFirst()
                .orElseThrow(() -> new Fault("BSC-260", Text.of("plan.no-store", name)));
    }

    private static List<Template> paths(Scope scope, List<Template> files) {
        return files.stream()
                .map(file -> Paths.absolute(scope, file))
                .filter(file -> !file.text().isEmpty())
                .toList();
    }

    private static Map<String, Optional<Object>> filled(
            Scope scope, Map<String, Optional<Object>> keys) {
        var all = new LinkedHashMap<String, Optional<Object>>();
        keys.forEach(
                (key, value) ->
                        all.put(
                                scope.text(Template.of(key)),
                                value.map(each -> filled(scope, each))));
        return all;
    }

    /** Texts are filled wherever they stand; they remain texts with places. */
    static Object filled(Scope scope, Object value) {
        return switch (value) {
            case String text -> scope.fill(Template.of(text)).text();
            case Template text -> scope.fill(text).text();
            case Map<?, ?> map -> {
                var all = new LinkedHashMap<String, Object>();
                map.forEach((key, each) -> all.put(String.valueOf(key), filled(scope, each)));
                yield all;
            }
            case List<?> list -> list.stream().map(each -> filled(scope, each)).toList();
            default -> value;
        };
    }

    /** What an action does, where the recipe does not say it. */
    static Text summary(Action action) {
        return switch (action) {
            case Action.Look _ -> Text.of("plan.do.look");
            case Action.Run(var command, _, _, _) ->
                    Text.of(
                            "plan.do.run",
                            command.argv().stream()
                                    .map(Template::text)
                                    .collect(Collectors.joining(" ")));
            case Action.Query(var store, var query) ->
                    Text.of("plan.do.query", store.name(), query);
            case Action.Http(var requests) ->
                    Text.of(
                            "plan.do.http",
                            requests.stream()
                                    .map(each -> each.method() + " " + each.url())
                                    .collect(Collectors.joining(", ")));
            case Action.SetKeys(var files, var keys) ->
                    Text.of("plan.do.set", String.join(", ", keys.keySet()), files(files));
            case Action.MoveKeys(var file, var keys) ->
                    Text.of(
                            "plan.do.move",
                            String.join(", ", new java.util.TreeMap<>(keys).keySet()),
                            file);
            case Action.Remove(_, var patterns) ->
                    Text.of("plan.do.remove", String.join(", ", patterns));
            case Action.Backup(var store, _, _, _) -> Text.of("plan.do.save", store.name());
            case Action.Restore(var store, _, _) -> Text.of("plan.do.restore", store.name());
            case Action.Change _,
                    Action.Bar _,
                    Action.Unbar _,
                    Action.CloseDoor _,
                    Action.OpenDoor _,
                    Action.Fetch _,
                    Action.Unpack _,
                    Action.Share _,
                    Action.Scratch _,
                    Action.Carry _,
                    Action.Merge _,
                    Action.Link _,
                    Action.Exchange _,
                    Action.MovePaths _,
                    Action.Notify _,
                    Action.Confirm _,
                    Action.Verify _,
                    Action.Prove _,
                    Action.PutBack _,
                    Action.Discard _,
                    Action.Retain _,
                    Action.Abandon _,
                    Action.End _ ->
                    throw new IllegalArgumentException(
                            "internal error: no step of a recipe does " + action);
        };
    }

    private static String files(List<Template> files) {
        return files.stream().map(Template::text).collect(Collectors.joining(" | "));
    }
}
