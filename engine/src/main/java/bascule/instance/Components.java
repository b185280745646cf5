package bascule.instance;

import bascule.recipe.Body;
import bascule.recipe.Recipe;
import bascule.recipe.Recipes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an application stands on that has a recipe of its own: looked at as an instance of it. */
public final class Components {
    private Components() {}

    /** Whether a name is that of such a component: in conditions it means its release. */
    public static boolean is(Subject subject, String name) {
        return subject.body().components().getOrDefault(name, List.of()).stream()
                .anyMatch(Components::hasRecipe);
    }

    /** Their names, as written. */
    public static Stream<String> names(Subject subject) {
        return subject.body().components().keySet().stream().filter(name -> is(subject, name));
    }

    private static boolean hasRecipe(Body.Component component) {
        return component.kind().equals("recipe");
    }

    /** The recipe of a component, if it could be read. */
    public static Optional<Recipe> recipe(Subject subject, String name) {
        return subject.body().components().getOrDefault(name, List.of()).stream()
                .filter(Components::hasRecipe)
                .flatMap(
                        one ->
                                Optional.ofNullable(subject.recipe().components().get(one.name()))
                                        .stream())
                .findFirst();
    }

    /**
     * The component as an instance: in its own words first, then in those of the application, which
     * fills in what the component asks.
     */
    static Optional<Subject> subject(Scope scope, String name) {
        var application = scope.subject();
        var cases = application.body().components().getOrDefault(name, List.of());
        return scope.choose(cases, Body.Component::when)
                .filter(Components::hasRecipe)
                .flatMap(
                        component ->
                                recipe(application, name)
                                        .map(recipe -> subject(scope, component, recipe)));
    }

    private static Subject subject(Scope scope, Body.Component component, Recipe recipe) {
        var application = scope.subject();
        var outer = application.body();
        var inner = Recipes.effective(recipe, component.method().orElse(""), component.body());
        var body =
                new Body(
                        over(outer.tools(), inner.tools()),
                        over(outer.facts(), inner.facts()),
                        Map.of(),
                        over(outer.stores(), inner.stores()),
                        inner.services(),
                        inner.code(),
                        inner.door(),
                        inner.webServer(),
                        inner.gate(),
                        inner.redact(),
                        inner.phases(),
                        inner.rehearse(),
                        inner.laid());
        return new Subject(recipe, body, application.instance());
    }

    private static <T> Map<String, T> over(Map<String, T> outer, Map<String, T> inner) {
        var all = new LinkedHashMap<>(outer);
        all.putAll(inner);
        return Map.copyOf(all);
    }
}
