package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.instance.Instances;
import bascule.recipe.Recipes;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Releases counted as dpkg counts them: epochs, and a tilde before everything. */
@NullMarked
class DebianRouteTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        var recipe = Files.createDirectories(folder.resolve("recipes/till"));
        Files.writeString(
                recipe.resolve("recipe.yaml"),
                """
                recipe: till
                about: a till
                versions: { order: debian }
                facts:
                  release: { file: release.txt }
                stores:
                  data: { files: data }
                methods:
                  folder:
                    detect: { file: till, in: ["/opt/*"] }
                    door: none
                    code:
                      fetch: { archive: "http://127.0.0.1/${to}.tar.gz" }
                      link: "${root}"
                      keep: [data]
                """);
        Files.writeString(
                recipe.resolve("releases.yaml"),
                """
                catalogue: till
                releases:
                  "9.9-1": {}
                  "1:2.0~rc1-1": {}
                  "1:2.0-1": {}
                  "1:2.0-1+deb12u1": {}
                  "1:2.0-1+deb12u10": {}
                rules:
                  through: { to: ">1:2.0-1", from: "<1:2.0-1", stop: "1:2.0-1", because: it converts }
                """);
        Files.createDirectories(folder.resolve("instances"));
        Files.writeString(
                folder.resolve("instances/shop.yaml"),
                """
                instance: shop
                recipe: till
                method: folder
                root: /opt/till
                """);
    }

    private Fabricated shop(String release) {
        var recipes = new Recipes(List.of(folder.resolve("recipes")));
        var instance = new Instances(folder.resolve("instances"), recipes).read("shop");
        return Fabricated.of(recipes, instance, release);
    }

    private static List<String> legs(Plan plan) {
        return plan.outages().stream()
                .flatMap(outage -> outage.legs().stream())
                .map(leg -> leg.to().text())
                .toList();
    }

    @Test
    void the_newest_is_the_newest_as_dpkg_counts() {
        assertThat(shop("1:2.0-1").plan("latest").to()).isEqualTo(Version.of("1:2.0-1+deb12u10"));
    }

    @Test
    void an_epoch_counts_more_than_a_number_and_a_tilde_less_than_nothing() {
        assertThat(legs(shop("9.9-1").plan("1:2.0-1+deb12u1")))
                .containsExactly("1:2.0-1", "1:2.0-1+deb12u1");
        assertThat(legs(shop("1:2.0~rc1-1").plan("1:2.0-1"))).containsExactly("1:2.0-1");
        assertThatThrownBy(() -> shop("1:2.0-1").plan("1:2.0~rc1-1"))
                .hasMessageContaining("BSC-253");
        assertThatThrownBy(() -> shop("1:2.0-1").plan("9.9-1")).hasMessageContaining("BSC-253");
    }
}
