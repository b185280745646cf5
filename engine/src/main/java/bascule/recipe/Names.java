package bascule.recipe;

import bascule.fact.Template;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.Source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every name that one body knows: its own, those of the machine and the run, and those of its
 * components.
 *
 * @param methods of the recipe; empty if it has none
 * @param inner the names of each component whose recipe could be read
 */
record Names(Body body, Set<String> methods, Map<String, Names> inner) {
    private static final Set<String> GIVEN =
            Set.of(
                    "root",
                    "root.name",
                    "stage",
                    "from",
                    "to",
                    "release",
                    "method",
                    "owner",
                    "recipe",
                    "instance",
                    "door",
                    "hop",
                    "announcement",
                    "user",
                    "os",
                    "arch",
                    "memory",
                    "selinux",
                    "outage.start",
                    "outage.end",
                    "from.series",
                    "to.series",
                    "to.schema",
                    "run.id",
                    "run.folder",
                    "run.backups");
    private static final Set<String> OF_FILES = Set.of("path", "folder", "name");
    private static final Set<String> OF_COMPONENTS =
            Set.of("home", "release", "schema", "root", "from", "to");

    static boolean given(String name) {
        return GIVEN.contains(name);
    }

    boolean knows(String name) {
        if (GIVEN.contains(name)) {
            return true;
        }
        var head = head(name);
        var tail = tail(name);
        if (head.equals("found") || head.equals("baseline")) {
            return tail.filter(this::knows).isPresent();
        }
        if (body.facts().containsKey(head)) {
            return tail.isEmpty() || parts(head).contains(tail.get());
        }
        if (body.components().containsKey(head)) {
            var component = inner.get(head);
            return tail.isEmpty()
                    || OF_COMPONENTS.contains(tail.get())
                    || (component == null ? recipe(head) : component.knows(tail.get()));
        }
        return false;
    }

    private boolean recipe(String component) {
        return body.components().getOrDefault(component, List.of()).stream()
                .anyMatch(one -> one.kind().equals("recipe"));
    }

    /** What may stand behind the dot of a fact. */
    Set<String> parts(String fact) {
        var parts = new HashSet<String>();
        for (var one : body.facts().getOrDefault(fact, List.of())) {
            parts.addAll(one.reading().fields());
            parts.addAll(one.reading().rows());
            if (one.source() instanceof Source.ByFiles) {
                parts.addAll(OF_FILES);
            }
        }
        if (body.code().flatMap(Body.Code::parts).filter(fact::equals).isPresent()) {
            parts.add("from");
            parts.add("to");
        }
        return parts;
    }

    /** Whether a fact has many answers. */
    boolean list(String fact) {
        return body.facts().getOrDefault(fact, List.of()).stream()
                .anyMatch(
                        one ->
                                !one.reading().rows().isEmpty()
                                        || one.source() instanceof Source.ByFiles);
    }

    /** The elements of a kind, also of components: {@code mongodb.data}. */
    boolean has(Function<Body, Map<String, ?>> kind, String name) {
        if (kind.apply(body).containsKey(name)) {
            return true;
        }
        var tail = tail(name);
        if (tail.isEmpty() || !recipe(head(name))) {
            return false;
        }
        var component = inner.get(head(name));
        return component == null || component.has(kind, tail.get());
    }

    boolean secret(String name) {
        return switch (head(name)) {
            case "found", "baseline" -> tail(name).filter(this::secret).isPresent();
            default -> {
                var tail = tail(name);
                yield body.facts().getOrDefault(head(name), List.of()).stream()
                        .anyMatch(
                                one ->
                                        one.secret()
                                                || tail.map(one.secretParts()::contains)
                                                        .orElse(!one.secretParts().isEmpty()));
            }
        };
    }

    /** The answers of a fact that stand in the recipe itself. */
    List<String> constants(String fact) {
        var constants = new ArrayList<String>();
        for (var one : body.facts().getOrDefault(fact, List.of())) {
            if (one.source() instanceof Source.Value value && value.text().closed()) {
                constants.add(value.text().text());
            }
            one.reading().otherwise().ifPresent(constants::add);
            constants.addAll(one.reading().codes().values());
            constants.addAll(one.reading().means().values());
        }
        return constants;
    }

    /** What a misspelled name could have meant. */
    List<String> near(String name) {
        var all = new TreeSet<String>(GIVEN);
        body.facts()
                .keySet()
                .forEach(
                        fact -> {
                            all.add(fact);
                            parts(fact).forEach(part -> all.add(fact + "." + part));
                        });
        all.addAll(body.components().keySet());
        var prefix = Stream.of("found.", "baseline.").filter(name::startsWith).findFirst();
        return prefix.map(
                        start ->
                                Nearest.of(name.substring(start.length()), all).stream()
                                        .map(start::concat)
                                        .toList())
                .orElseGet(() -> Nearest.of(name, all));
    }

    static String head(String name) {
        var dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static Optional<String> tail(String name) {
        var dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(name.substring(dot + 1));
    }

    /** Facts whose value is made of a secret are secret too. */
    static Map<String, List<FactSpec>> spread(Map<String, List<FactSpec>> facts) {
        var spread = new LinkedHashMap<>(facts);
        for (var again = true; again; ) {
            again = false;
            for (var entry : List.copyOf(spread.entrySet())) {
                var now = entry.getValue().stream().map(one -> kept(one, spread)).toList();
                again |= !now.equals(entry.getValue());
                spread.put(entry.getKey(), now);
            }
        }
        return spread;
    }

    private static FactSpec kept(FactSpec fact, Map<String, List<FactSpec>> facts) {
        var made =
                !fact.secret()
                        && fact.source().stated().map(Template::names).orElse(List.of()).stream()
                                .anyMatch(name -> secret(name, facts));
        return made
                ? new FactSpec(
                        fact.origin(),
                        fact.when(),
                        fact.source(),
                        fact.reading(),
                        fact.each(),
                        true,
                        fact.whenStopped(),
                        fact.about(),
                        fact.secretParts())
                : fact;
    }

    private static boolean secret(String name, Map<String, List<FactSpec>> facts) {
        var tail = tail(name);
        return facts.getOrDefault(head(name), List.of()).stream()
                .anyMatch(
                        one ->
                                one.secret()
                                        || tail.map(one.secretParts()::contains)
                                                .orElse(!one.secretParts().isEmpty()));
    }
}
