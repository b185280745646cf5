package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.instance.Instances;
import bascule.recipe.Recipes;
import bascule.store.Choice;
import bascule.store.Technique;
import bascule.text.Text;
import bascule.text.Texts;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Files of which the survey found that a snapshot can be taken. */
@NullMarked
class SnapshotPlanTest {
    private static final Choice SNAPSHOT =
            new Choice(
                    new Technique.Snapshot(),
                    java.util.Optional.of(Text.of("store.choice.snapshot", "/srv/till")));

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
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
                  data: { files: /srv/till }
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
                """);
    }

    private Fabricated shop() {
        var recipes = new Recipes(List.of(folder.resolve("recipes")));
        var instance = new Instances(folder.resolve("instances"), recipes).read("shop");
        return Fabricated.of(recipes, instance, "1.0").linked().choice("data", SNAPSHOT);
    }

    private static List<String> said(Stream<Step> steps) {
        return steps.filter(step -> step.id().endsWith("data"))
                .map(step -> step.id() + ": " + Texts.in(Locale.ENGLISH).say(step.summary()))
                .toList();
    }

    @Test
    void what_takes_time_comes_before_the_outage_and_the_way_back_exchanges() {
        var plan = shop().plan("2.0");
        assertThat(said(plan.steps()))
                .containsExactly(
                        "stage/backup:data: read a snapshot of data to its end while it serves, and"
                                + " try the way back",
                        "announce/ready:data: see that a snapshot of data would hold all of it, and"
                                + " write what is only in memory",
                        "backup/data: take a snapshot of data");
        assertThat(said(plan.outages().getFirst().back().stream()))
                .containsExactly("back/restore:data: exchange data for what its snapshot holds");
        assertThat(PlanFile.read(PlanFile.of(plan).write())).isEqualTo(PlanFile.of(plan));
    }

    @Test
    void that_it_lies_on_the_disk_of_the_data_is_said_where_notes_are() {
        assertThat(shop().plan("2.0").notices())
                .filteredOn(notice -> notice.name().equals("data"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.state()).isEqualTo("shown"))
                .satisfies(notice -> assertThat(notice.text()).get().asString().contains("disk"));
    }

    @Test
    void what_is_kept_outside_an_upgrade_is_a_copy_and_says_so() {
        var shop = shop();
        var plan = new Planner(shop.subject(), shop.survey(), shop.options()).backup(true);
        assertThat(plan.steps().map(Step::action))
                .filteredOn(Action.Backup.class::isInstance)
                .isNotEmpty()
                .allMatch(
                        action -> ((Action.Backup) action).technique() instanceof Technique.Copied);
        assertThat(plan.steps().flatMap(step -> step.reason().stream()))
                .map(Texts.in(Locale.ENGLISH)::say)
                .anyMatch(why -> why.contains("is a copy"));
        assertThat(plan.notices()).isEmpty();
    }
}
