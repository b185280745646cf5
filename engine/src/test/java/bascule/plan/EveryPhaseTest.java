package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.instance.Instances;
import bascule.recipe.Phase;
import bascule.recipe.Recipes;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A step that somebody has written down is in the plan, whatever its phase. */
@NullMarked
class EveryPhaseTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PREFLIGHT")
    void a_step_of_the_instances_own_is_drawn(Phase phase) throws IOException {
        var word = phase.name().toLowerCase(Locale.ROOT);
        write(word + ": { mine: { run: /bin/true, undo: nothing } }");
        var recipes = new Recipes(List.of(folder.resolve("recipes")));
        var instance = new Instances(folder.resolve("instances"), recipes).read("shop");
        var plan = Fabricated.of(recipes, instance, "1.0").linked().plan("2.0");
        assertThat(plan.steps().map(Step::id)).contains(word + "/mine");
    }

    private void write(String steps) throws IOException {
        var recipe = Files.createDirectories(folder.resolve("recipes/till"));
        Files.writeString(
                recipe.resolve("recipe.yaml"),
                """
                recipe: till
                about: a till
                versions: {}
                facts:
                  release: { file: release.txt }
                stores:
                  data: { files: data }
                services:
                  till: { systemd: till }
                methods:
                  folder:
                    detect: { file: till, in: ["/opt/*"] }
                    door: none
                    code:
                      fetch: { archive: "http://127.0.0.1/${to}.tar.gz" }
                      link: "${root}"
                """);
        Files.writeString(
                recipe.resolve("releases.yaml"),
                """
                catalogue: till
                releases: { "1.0": {}, "2.0": {} }
                """);
        Files.createDirectories(folder.resolve("instances"));
        Files.writeString(
                folder.resolve("instances/shop.yaml"),
                """
                instance: shop
                recipe: till
                method: folder
                root: /opt/till
                """
                        + steps
                        + "\n");
    }
}
