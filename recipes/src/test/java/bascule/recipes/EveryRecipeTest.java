package bascule.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.recipe.Mistake;
import bascule.recipe.Recipes;
import bascule.text.Texts;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

class EveryRecipeTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void every_recipe_is_read_without_a_mistake() {
        var texts = Texts.in(Locale.ENGLISH);
        assertThat(new Recipes(List.of(HERE)).check(HERE))
                .extracting((Mistake mistake) -> mistake.origin() + " " + texts.say(mistake.text()))
                .isEmpty();
    }

    @Test
    void every_recipe_says_what_it_does_and_what_not() {
        assertThat(new Recipes(List.of(HERE)).names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(HERE.resolve(name + "/README.md")).exists());
    }
}
