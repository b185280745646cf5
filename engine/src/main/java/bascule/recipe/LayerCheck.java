package bascule.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks of an instance's text what can be asked when its recipe is known. */
final class LayerCheck {
    private final Recipe recipe;
    private final Layer layer;
    private final Margin margin;

    LayerCheck(Recipe recipe, Layer layer, Margin margin) {
        this.recipe = recipe;
        this.layer = layer;
        this.margin = margin;
    }

    void check(String method, RecipeCheck check) {
        if (!recipe.methods().isEmpty() && !recipe.methods().containsKey(method)) {
            var near = Nearest.of(method, recipe.methods().keySet());
            var known = near.isEmpty() ? List.copyOf(recipe.methods().keySet()) : near;
            margin.wrong(
                    Wrong.UNKNOWN_METHOD.said(
                            "near", layer.origin("method"), method, String.join(", ", known)));
            return;
        }
        secrets(method);
        merged(method);
        check.body(
                recipe,
                method,
                Optional.of(layer.body()),
                layer.notes(),
                layer.uses(),
                layer.fields().origin());
    }

    /** A secret is answered by a file or a command, never in the instance itself. */
    private void secrets(String method) {
        var below = Recipes.effective(recipe, method, Optional.empty());
        if (!(layer.fields().at("facts").orElse(null) instanceof Written.Fields facts)) {
            return;
        }
        facts.fields()
                .forEach(
                        (name, field) -> {
                            var secret =
                                    below.facts().getOrDefault(name, List.of()).stream()
                                            .anyMatch(Body.FactSpec::secret);
                            if (secret && clear(field)) {
                                margin.wrong(
                                        Wrong.SECRET.said("clear", field.value().origin(), name));
                            }
                        });
    }

    /** Only what the recipe merges can be settled. */
    private void merged(String method) {
        var code = Recipes.effective(recipe, method, Optional.of(layer.body())).code();
        var merged = code.map(each -> each.merge().keySet()).orElse(Set.of());
        if (layer.fields().at("merge").orElse(null) instanceof Written.Fields files) {
            files.fields().forEach((file, field) -> merged(file, field.key(), merged));
        }
    }

    private void merged(String file, Origin place, Set<String> merged) {
        if (!merged.contains(file)) {
            var known = merged.isEmpty() ? "-" : String.join(", ", merged);
            margin.wrong(Wrong.UNKNOWN_PART.said("merge", place, file, known));
        }
    }

    private static boolean clear(Written.Field field) {
        return Stream.concat(
                        Stream.of(field.value()),
                        Margin.cases(field).stream()
                                .flatMap(one -> one.fields().at("value").stream()))
                .filter(Written.Leaf.class::isInstance)
                .map(Written.Leaf.class::cast)
                .anyMatch(leaf -> !leaf.text().isEmpty() && !leaf.text().contains("${"));
    }
}
