package bascule.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.text.Texts;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The nine drafts of the format are recipes without a mistake. */
class DraftsTest {
    private static final Path DRAFTS = Path.of("src/test/resources/drafts");

    @Test
    void every_draft_reads_without_a_mistake() {
        var texts = Texts.in(Locale.ENGLISH);
        var told =
                new Recipes(java.util.List.of(DRAFTS))
                        .check(DRAFTS).stream()
                                .map(
                                        mistake ->
                                                mistake.origin()
                                                        + " "
                                                        + mistake.code()
                                                        + " "
                                                        + texts.say(mistake.text()))
                                .toList();
        assertThat(told).isEmpty();
    }

    @Test
    void every_method_of_every_draft_has_an_effective_body() {
        var recipes = new Recipes(java.util.List.of(DRAFTS));
        assertThat(recipes.names()).hasSize(9);
        for (var name : recipes.names()) {
            var recipe = recipes.read(name);
            for (var method : recipe.methods().keySet()) {
                var body = Recipes.effective(recipe, method, Optional.empty());
                assertThat(body.facts()).as(name + " " + method).containsKey("release");
                assertThat(body.code()).isPresent();
            }
        }
    }
}
