package bascule.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads a recipe and asks of it everything that can be asked without an instance. */
final class RecipeCheck {
    private final Library library;
    private final Margin margin;
    private final Map<Path, Optional<Recipe>> aside = new HashMap<>();

    RecipeCheck(Library library, Margin margin) {
        this.library = library;
        this.margin = margin;
    }

    /** Empty if the text itself cannot be read. */
    Optional<Recipe> check(Path folder) {
        return library.document(folder, margin).map(this::checked);
    }

    private Recipe checked(Document document) {
        var read = new RecipeReader(library, document, margin).read();
        var recipe = read.recipe();
        if (!document.complete()) {
            return recipe;
        }
        var catalogue = new Margin(Optional.of(recipe.folder()));
        read.releases().ifPresent(fields -> CatalogueReader.read(fields, catalogue));
        var methods = recipe.methods().isEmpty() ? Set.of("") : recipe.methods().keySet();
        for (var method : methods) {
            var way = recipe.methods().get(method);
            var head =
                    way == null ? document.head().field("recipe") : Optional.<Written.Field>empty();
            var origin =
                    way == null
                            ? head.map(Written.Field::key).orElse(document.head().origin())
                            : way.origin();
            body(
                    recipe,
                    method,
                    Optional.empty(),
                    recipe.catalogue().notes(),
                    catalogue.uses(),
                    origin);
        }
        return recipe.standingOn(below(recipe));
    }

    /** The recipes of components, as far as they can be read. */
    private Map<String, Recipe> below(Recipe recipe) {
        var below = new HashMap<String, Recipe>();
        standsOn(recipe)
                .distinct()
                .forEach(
                        name ->
                                library.find(name)
                                        .flatMap(at -> aside.computeIfAbsent(at, this::aside))
                                        .ifPresent(read -> below.put(name, read)));
        return below;
    }

    /**
     * One method, with what an instance adds.
     *
     * @param notes of the catalogue or of the instance
     * @param more names used outside the body: by rules and notes
     */
    void body(
            Recipe recipe,
            String method,
            Optional<Body> layer,
            Map<String, Recipe.Note> notes,
            List<Use> more,
            Origin head) {
        var own = new Margin(Optional.of(recipe.folder()));
        var body = Recipes.effective(recipe, method, layer, own);
        own.mistakes().forEach(margin::wrong);
        var inner = new HashMap<String, Names>();
        body.components()
                .forEach(
                        (name, cases) -> {
                            inner(inner, name, cases);
                            cases.forEach(each -> itself(recipe.name(), each));
                        });
        var names = new Names(body, Set.copyOf(recipe.methods().keySet()), inner);
        var check = new NameCheck(names, method, noteSteps(notes), margin);
        check.check(own.uses());
        check.check(more);
        own.uses().forEach(use -> program(recipe, use));
        more.forEach(use -> program(recipe, use));
        new CircleCheck(names, margin).check(own.uses());
        var whole = new WholeCheck(body, margin);
        whole.check(head);
        notes.values().forEach(note -> note.phases().forEach(whole::steps));
    }

    private static Map<Phase, Set<String>> noteSteps(Map<String, Recipe.Note> notes) {
        var steps = new EnumMap<Phase, Set<String>>(Phase.class);
        for (var note : notes.values()) {
            note.phases()
                    .forEach(
                            (phase, map) ->
                                    steps.computeIfAbsent(phase, _ -> new TreeSet<>())
                                            .addAll(map.keySet()));
        }
        return steps;
    }

    /** The names of the recipe that a component is an instance of; its own mistakes are its own. */
    private void inner(Map<String, Names> inner, String name, List<Body.Component> cases) {
        for (var component : cases) {
            if (!component.kind().equals("recipe") || component.name().isEmpty()) {
                continue;
            }
            var folder = library.find(component.name());
            if (folder.isEmpty()) {
                var near = Nearest.of(component.name(), library.names());
                margin.wrong(
                        near.isEmpty()
                                ? Wrong.UNKNOWN_PART.said(
                                        "recipe", component.origin(), component.name())
                                : Wrong.UNKNOWN_PART.said(
                                        "recipe.near",
                                        component.origin(),
                                        component.name(),
                                        String.join(", ", near)));
                continue;
            }
            component(inner, name, component, folder.get());
        }
    }

    private void component(
            Map<String, Names> inner, String name, Body.Component component, Path folder) {
        var read = aside.computeIfAbsent(folder, this::aside);
        if (read.isEmpty()) {
            return;
        }
        var recipe = read.get();
        var method = component.method().orElse("");
        if (!method.isEmpty() && !recipe.methods().containsKey(method)) {
            var near = Nearest.of(method, recipe.methods().keySet());
            margin.wrong(
                    near.isEmpty()
                            ? Wrong.UNKNOWN_METHOD.at(component.origin(), method)
                            : Wrong.UNKNOWN_METHOD.said(
                                    "near", component.origin(), method, String.join(", ", near)));
        }
        var body = Recipes.effective(recipe, method, component.body());
        inner.put(name, new Names(body, recipe.methods().keySet(), Map.of()));
    }

    /** What stands on itself, over whatever it stands on, could never be upgraded first. */
    private void itself(String recipe, Body.Component component) {
        if (component.kind().equals("recipe")) {
            ring(component.name(), List.of(recipe))
                    .ifPresent(
                            ring ->
                                    margin.wrong(
                                            Wrong.CIRCLE.at(
                                                    component.origin(), String.join(" → ", ring))));
        }
    }

    private Optional<List<String>> ring(String recipe, List<String> trail) {
        var longer = Stream.concat(trail.stream(), Stream.of(recipe)).toList();
        if (recipe.equals(trail.getFirst())) {
            return Optional.of(longer);
        }
        return trail.contains(recipe)
                ? Optional.empty()
                : library.find(recipe).stream()
                        .flatMap(found -> aside.computeIfAbsent(found, this::aside).stream())
                        .flatMap(RecipeCheck::standsOn)
                        .distinct()
                        .flatMap(next -> ring(next, longer).stream())
                        .findFirst();
    }

    private static Stream<String> standsOn(Recipe recipe) {
        return Stream.concat(
                        Stream.of(recipe.body()),
                        recipe.methods().values().stream().map(Recipe.Method::body))
                .flatMap(body -> body.components().values().stream())
                .flatMap(List::stream)
                .filter(component -> component.kind().equals("recipe"))
                .map(Body.Component::name);
    }

    private Optional<Recipe> aside(Path folder) {
        var notOurs = new Margin(Optional.of(folder));
        return library.document(folder, notOurs)
                .map(document -> new RecipeReader(library, document, notOurs).read().recipe());
    }

    /** A program beside the recipe that is named must be there, and run. */
    private void program(Recipe recipe, Use use) {
        if (use.slot() != Use.Slot.COMMAND || !use.name().startsWith("${recipe}/")) {
            return;
        }
        var beside = use.name().substring("${recipe}/".length());
        var file = Path.of(use.origin().file());
        var folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        var base = String.valueOf(file.getFileName()).equals("recipe.yaml");
        if (!Files.isExecutable((base ? folder : recipe.folder()).resolve(beside))) {
            margin.wrong(Wrong.NO_PROGRAM.at(use.origin(), beside));
        }
    }
}
