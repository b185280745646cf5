package bascule.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.instance.Instances;
import bascule.recipe.Laid.How;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ExplainTest {
    private static final Path DRAFTS = Path.of("src/test/resources/drafts");
    private final Recipes recipes = new Recipes(List.of(DRAFTS));

    @Test
    void each_element_names_the_file_and_line_that_said_it() {
        var body = effective("photos", "phraseanet", "sources");
        var release = only(body, "facts.release");
        assertThat(release.origin().toString())
                .isEqualTo("src/test/resources/drafts/phraseanet/recipe.yaml:12:3");
        assertThat(release.says())
                .isEqualTo(
                        "{ file: lib/Alchemy/Phrasea/Core/Version.php, match: \"number ="
                                + " '([^']+)'\" }");
        assertThat(release.changes()).isEmpty();
    }

    @Test
    void what_an_instance_amends_shows_both_lines() {
        var upgrade = only(effective("photos", "phraseanet", "sources"), "migrate.upgrade");
        assertThat(upgrade.says()).contains("limit: 8h").contains("fails-on:");
        assertThat(upgrade.origin().file()).endsWith("phraseanet/recipe.yaml");
        var change = upgrade.changes().getFirst();
        assertThat(change.how()).isEqualTo(How.AMENDED);
        assertThat(change.by().file()).endsWith("photos.yaml");
        assertThat(change.before()).contains("limit: 4h");
    }

    @Test
    void what_is_dropped_is_told_with_who_dropped_it() {
        var dropped = only(effective("photos", "phraseanet", "sources"), "verify.documents");
        assertThat(dropped.dropped()).isTrue();
        assertThat(dropped.origin().toString()).endsWith("photos.yaml:18:3");
        assertThat(dropped.changes().getFirst().was().file()).endsWith("phraseanet/recipe.yaml");
    }

    @Test
    void a_base_recipe_is_a_layer_too() {
        var body = Recipes.effective(recipes.read("dokos"), "bench", Optional.empty());
        var lead = only(body, "facts.lead");
        assertThat(lead.says()).isEqualTo("dokos");
        assertThat(lead.origin().file()).endsWith("dokos/recipe.yaml");
        assertThat(lead.changes().getFirst().was().file()).endsWith("frappe/recipe.yaml");
        assertThat(Explain.lines(body, List.of("quiesce")).stream().map(Explain.Line::name))
                .containsExactly("quiesce.maintenance", "quiesce.mute", "quiesce.jobs");
    }

    @Test
    void a_base_speaks_of_its_own_folder() {
        var body = Recipes.effective(recipes.read("dokos"), "bench", Optional.empty());
        var pending = body.facts().getOrDefault("pending", List.of()).getFirst();
        var run = ((Body.Source.ByRun) pending.source()).run();
        assertThat(run.words().getFirst().text())
                .isEqualTo(DRAFTS.toAbsolutePath() + "/frappe/bin/pending-patches");
    }

    private Body effective(String instance, String recipe, String method) {
        var layer = new Instances(DRAFTS.resolve("instances"), recipes).read(instance).body();
        return Recipes.effective(recipes.read(recipe), method, Optional.of(layer));
    }

    private static Explain.Line only(Body body, String name) {
        return Explain.lines(body, List.of(name)).getFirst();
    }
}
