package bascule.instance;

import bascule.fact.Template;
import bascule.recipe.Body.StoreSpec;
import bascule.store.Store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the stores of an instance as they are at a moment. */
public final class Stores {
    private Stores() {}

    /** Every store that there is, one for each row where it is said so, in the recipe's order. */
    public static List<Store> all(Scope scope) {
        var stores = new ArrayList<Store>();
        scope.subject().body().stores().keySet().forEach(name -> stores.addAll(named(scope, name)));
        return stores;
    }

    /** The stores of that name: none, one, or one for each row. */
    public static List<Store> named(Scope scope, String name) {
        var cases = scope.subject().body().stores().get(name);
        if (cases == null || cases.isEmpty()) {
            return List.of();
        }
        var each = cases.getFirst().each();
        if (each.isEmpty()) {
            return of(scope, name, cases).stream().toList();
        }
        return scope.rows(each.get()).stream()
                .flatMap(row -> of(scope.on(row), name + "[" + row.key() + "]", cases).stream())
                .toList();
    }

    /** Whether a service runs the server of a store: visitors do not meet it. */
    static boolean runsServer(Scope scope, String service) {
        return all(scope).stream()
                .anyMatch(
                        store ->
                                store instanceof Store.Server server
                                        && server.service().filter(service::equals).isPresent());
    }

    /** A store that fills itself again is none to be looked after. */
    private static Optional<Store> of(Scope scope, String name, List<StoreSpec> cases) {
        var found = scope.choose(cases, StoreSpec::when);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var spec = found.get();
        if (spec.kind().equals("files")) {
            return Optional.of(
                    new Store.Files(
                            name,
                            spec.paths().stream().map(path -> Paths.ofData(scope, path)).toList(),
                            spec.untouched()));
        }
        if (spec.kind().equals("rebuild") || spec.rebuild().isPresent()) {
            return spec.rebuild()
                    .map(run -> new Store.Derived(name, Commands.of(scope, run, Commands.STEP)));
        }
        var connection = new LinkedHashMap<String, Template>();
        spec.connection()
                .forEach(
                        (key, value) -> {
                            var filled =
                                    key.equals("file")
                                            ? Paths.ofData(scope, value)
                                            : scope.fill(value);
                            if (!filled.text().isEmpty()) {
                                connection.put(key, filled);
                            }
                        });
        return Optional.of(
                new Store.Server(
                        name,
                        spec.kind(),
                        Map.copyOf(connection),
                        spec.via().map(tool -> Commands.prefix(scope, tool)).orElse(List.of()),
                        spec.untouched(),
                        spec.service()));
    }

    /**
     * What a store answers to, so that another one in its place is noticed; no account, no secret.
     */
    public static String identity(Store store) {
        return switch (store) {
            case Store.Files files ->
                    "files "
                            + String.join(" ", files.paths().stream().map(Template::text).toList());
            case Store.Server server -> {
                var connection = server.connection();
                var where = new ArrayList<String>();
                for (var key : List.of("url", "host", "port", "database", "file", "vhost")) {
                    if (connection.containsKey(key)) {
                        where.add(connection.get(key).text());
                    }
                }
                yield server.server() + " " + String.join(" ", where);
            }
            case Store.Derived _ -> "derived";
        };
    }
}
