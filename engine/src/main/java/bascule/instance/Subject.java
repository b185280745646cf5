package bascule.instance;

import bascule.recipe.Body;
import bascule.recipe.Recipe;
import bascule.recipe.Recipes;

import java.util.Optional;

/**
 * What an upgrade is about: an instance, its recipe, and the body that all their layers make
 * together.
 */
public record Subject(Recipe recipe, Body body, Instance instance) {

    /** The subject of an instance whose recipe was read. */
    public static Subject of(Recipe recipe, Instance instance) {
        return new Subject(
                recipe,
                Recipes.effective(recipe, instance.method(), Optional.of(instance.body())),
                instance);
    }

    /**
     * How visitors are kept out: as the instance says, else as its method does, else not at all.
     */
    public String door() {
        return instance.door().or(body::door).orElse("none");
    }

    public String name() {
        return instance.name();
    }
}
