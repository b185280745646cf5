package bascule.instance;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Service;
import bascule.recipe.Body.RunSpec;
import bascule.recipe.Body.ServiceSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the services of an instance as they are at a moment. */
public final class Services {

    /** A service, and what the recipe says of it. */
    public record Known(Service service, ServiceSpec spec, Map<String, Template> privately) {
        public Known {
            privately = Map.copyOf(privately);
        }
    }

    private Services() {}

    /** Every service that there is, one for each row where it is said so, in the recipe's order. */
    public static List<Known> all(Scope scope) {
        var services = new ArrayList<Known>();
        scope.subject()
                .body()
                .services()
                .keySet()
                .forEach(name -> services.addAll(named(scope, name)));
        return services;
    }

    /** Those that are not the server of a store: what works for visitors. */
    public static List<Known> working(Scope scope) {
        return all(scope).stream()
                .filter(known -> !Stores.runsServer(scope, known.service().name()))
                .toList();
    }

    public static List<Known> named(Scope scope, String name) {
        var cases = scope.subject().body().services().get(name);
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

    private static Optional<Known> of(Scope scope, String name, List<ServiceSpec> cases) {
        return scope.choose(cases, ServiceSpec::when)
                .map(
                        spec -> {
                            var privately = new java.util.LinkedHashMap<String, Template>();
                            spec.privately()
                                    .forEach((key, value) -> privately.put(key, scope.fill(value)));
                            return new Known(service(scope, name, spec), spec, privately);
                        });
    }

    private static Service service(Scope scope, String name, ServiceSpec spec) {
        return switch (spec.kind()) {
            case "systemd" -> new Service.Systemd(name, first(scope, spec), "system");
            case "supervisor" -> new Service.Supervisor(name, first(scope, spec));
            case "compose" ->
                    new Service.Compose(
                            name,
                            spec.names().stream().map(scope::text).toList(),
                            spec.except(),
                            scope.fill(Template.of("${root}")));
            case "process" ->
                    new Service.Plain(
                            name,
                            command(scope, spec.start()),
                            spec.pidFile()
                                    .map(file -> Paths.ofData(scope, file))
                                    .orElse(Template.of("")),
                            scope.fill(Template.of("${root}")));
            default ->
                    new Service.Script(
                            name,
                            command(scope, spec.start()),
                            command(scope, spec.stop()),
                            spec.status().map(run -> Commands.of(scope, run, Commands.LOOK)));
        };
    }

    private static Template first(Scope scope, ServiceSpec spec) {
        return scope.fill(spec.names().getFirst());
    }

    private static Command command(Scope scope, Optional<RunSpec> run) {
        return Commands.of(scope, run.orElseThrow(), Commands.STEP);
    }

    /** By what its manager knows it, so that another one in its place is noticed. */
    public static String identity(Service service) {
        return switch (service) {
            case Service.Systemd(_, var unit, var scope) -> "systemd %s %s".formatted(scope, unit);
            case Service.Supervisor(_, var group) -> "supervisor " + group;
            case Service.Compose(_, var services, var except, var folder) ->
                    "compose %s %s except %s".formatted(folder, services, except);
            case Service.Plain(_, _, var pidFile, var root) ->
                    "process %s %s".formatted(root, pidFile);
            case Service.Script(_, var start, _, _) -> "script " + start.argv();
        };
    }
}
