package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.host.Service.Verb;
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
import java.util.Optional;
import java.util.stream.Stream;

/** A store whose server is the application's alone, and which the survey found fit or not. */
@NullMarked
class FollowedPlanTest {
    private static final Choice FOLLOWED =
            new Choice(
                    new Technique.Followed("/srv/postgres"),
                    Optional.of(Text.of("store.choice.followed", "database")));

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
                  data: { postgresql: { database: till }, service: database }
                services:
                  database: { systemd: postgresql@15-main }
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

    private Fabricated shop(Choice choice) {
        var recipes = new Recipes(List.of(folder.resolve("recipes")));
        var instance = new Instances(folder.resolve("instances"), recipes).read("shop");
        return Fabricated.of(recipes, instance, "1.0").linked().choice("data", choice);
    }

    private static List<String> about(Stream<Step> steps) {
        return steps.map(Step::id)
                .filter(
                        id ->
                                id.endsWith(":data")
                                        || id.endsWith("/data")
                                        || id.contains(":database"))
                .toList();
    }

    private static String why(Plan plan, String step) {
        return plan.steps()
                .filter(each -> each.id().equals(step))
                .flatMap(each -> each.reason().stream())
                .map(Texts.in(Locale.ENGLISH)::say)
                .findFirst()
                .orElse("");
    }

    @Test
    void a_server_that_is_the_applications_alone_is_followed_and_exchanged_standing_still() {
        var plan = shop(FOLLOWED).plan("2.0");
        assertThat(about(plan.steps()))
                .containsExactly(
                        "stage/backup:data",
                        "stage/prove:data",
                        "announce/ready:data",
                        "backup/data",
                        "clean/end:data");
        assertThat(about(plan.outages().getFirst().back().stream()))
                .containsExactly("back/stop:database", "back/restore:data", "back/start:database");
        assertThat(why(plan, "stage/backup:data")).contains("service database runs it");
        assertThat(plan.steps())
                .filteredOn(step -> step.action() instanceof Action.Backup)
                .allMatch(
                        step ->
                                ((Action.Backup) step.action())
                                        .technique()
                                        .equals(FOLLOWED.technique()));
    }

    @Test
    void its_service_is_stopped_for_no_change_of_release() {
        var plan = shop(Choice.dumped(Text.verbatim("there is no room"))).plan("2.0");
        var back = plan.outages().getFirst().back().stream();
        assertThat(Stream.concat(plan.steps(), back))
                .noneMatch(
                        step ->
                                step.action() instanceof Action.Change change
                                        && change.verb() != Verb.RELOAD
                                        && change.service().name().equals("database"))
                .noneMatch(
                        step ->
                                step.action() instanceof Action.Bar(var service)
                                        && service.name().equals("database"));
    }

    @Test
    void what_is_dumped_says_why() {
        var plan = shop(Choice.dumped(Text.verbatim("there is no room"))).plan("2.0");
        assertThat(about(plan.steps()))
                .containsExactly("stage/backup:data", "stage/prove:data", "backup/data");
        assertThat(why(plan, "backup/data"))
                .isEqualTo("dumped in the outage, because there is no room");
    }

    @Test
    void what_is_kept_outside_an_upgrade_is_a_dump_and_says_so() {
        var shop = shop(FOLLOWED);
        var plan = new Planner(shop.subject(), shop.survey(), shop.options()).backup(true);
        assertThat(plan.steps().map(Step::action))
                .filteredOn(Action.Backup.class::isInstance)
                .isNotEmpty()
                .allMatch(
                        action -> ((Action.Backup) action).technique() instanceof Technique.Copied);
        assertThat(why(plan, "backup/data")).contains("is a dump");
        var serving = new Planner(shop.subject(), shop.survey(), shop.options()).backup(false);
        assertThat(why(serving, "stage/backup:data")).contains("is a dump");
    }

    @Test
    void how_a_store_is_copied_is_read_back_from_the_file_of_a_plan() {
        var plan = shop(FOLLOWED).plan("2.0");
        assertThat(PlanFile.read(PlanFile.of(plan).write())).isEqualTo(PlanFile.of(plan));
    }
}
