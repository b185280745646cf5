package bascule.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.host.SimHost;
import bascule.json.Json;
import bascule.plan.Options;
import bascule.plan.PlanFile;
import bascule.plan.Planner;
import bascule.plan.Step;
import bascule.probe.Looker;
import bascule.recipe.Recipes;
import bascule.store.Choice;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Surveys of a Keycloak that lies in a folder of our own, by its real recipe. */
@NullMarked
class SurveyorTest {
    @TempDir Path folder;

    private final SimHost host =
            new SimHost()
                    .command(
                            Path.of("../recipes/keycloak/bin/h2-schema").toString(), 0, "25.0.0\n");

    @BeforeEach
    void install() throws IOException {
        var release = folder.resolve("sso/releases/25.0.6");
        Files.createDirectories(release.resolve("conf"));
        Files.createDirectories(release.resolve("lib/lib/main"));
        Files.createDirectories(folder.resolve("sso/shared/data/h2"));
        Files.writeString(folder.resolve("sso/shared/data/h2/keycloakdb.mv.db"), "x".repeat(1000));
        Files.writeString(release.resolve("version.txt"), "Keycloak - Version 25.0.6\n");
        Files.writeString(release.resolve("lib/lib/main/com.h2database.h2-2.2.224.jar"), "");
        Files.writeString(
                release.resolve("conf/keycloak.conf"),
                """
                http-enabled=true
                http-port=8123
                db-url=jdbc:h2:file:x;AUTO_SERVER=TRUE
                """);
        Files.createSymbolicLink(release.resolve("data"), Path.of("../../shared/data"));
        Files.createSymbolicLink(folder.resolve("sso/current"), Path.of("releases/25.0.6"));
        Files.writeString(folder.resolve("secret"), "geheim-4711");
        Files.createDirectories(folder.resolve("instances"));
        instance("");
    }

    private void instance(String more) throws IOException {
        Files.writeString(
                folder.resolve("instances/sso.yaml"),
                """
                instance: sso
                recipe: keycloak
                method: tarball
                root: %s
                facts:
                  tester: check
                  tester-password: { file: %s, secret: true }
                """
                                .formatted(folder.resolve("sso/current"), folder.resolve("secret"))
                        + more);
    }

    private Subject subject() {
        var recipes = new Recipes(List.of(Path.of("../recipes")));
        var instance = new Instances(folder.resolve("instances"), recipes).read("sso");
        return Subject.of(recipes.read("keycloak"), instance);
    }

    private Survey survey() {
        return new Surveyor(
                        host,
                        new Looker(host)::look,
                        List.of(
                                new Toolchain("java", Version.of("25.0.3"), folder + "/jdk-25"),
                                new Toolchain("java", Version.of("17.0.15"), folder + "/jdk-17")),
                        Map.of(),
                        (_, _, _) -> Choice.NONE)
                .survey(subject());
    }

    @Test
    void a_survey_knows_the_release_the_layout_and_the_toolchain() {
        var survey = survey();
        assertThat(survey.release()).isEqualTo(Version.of("25.0.6"));
        assertThat(survey.layout().kind()).isEqualTo(Survey.Layout.Kind.SHARED);
        assertThat(survey.answer("port")).isEqualTo(Answer.word("8123"));
        assertThat(survey.answer("db")).isEqualTo(Answer.word("dev-file"));
        assertThat(survey.stores().values())
                .extracting(Survey.StoreSeen::bytes)
                .containsExactly(1000L);
    }

    @Test
    void a_secret_is_in_no_survey_and_in_no_plan() {
        var survey = survey();
        assertThat(survey.answer("tester-password")).isEqualTo(Answer.word("***"));
        assertThat(Json.line(survey)).doesNotContain("geheim");
        var plan = new Planner(subject(), survey, Options.plain("test")).plan("latest");
        assertThat(PlanFile.of(plan).write()).doesNotContain("geheim").doesNotContain("***");
    }

    @Test
    void a_survey_written_down_is_read_back_the_same() {
        var survey = survey();
        assertThat(Json.read(Json.pretty(survey), Survey.class)).isEqualTo(survey);
    }

    @Test
    void behind_a_private_address_visitors_come_in_by_a_second_start() {
        var plan = new Planner(subject(), survey(), Options.plain("test")).plan("26.4.7");
        assertThat(plan.door()).isEqualTo("private-address");
        assertThat(plan.outages().getFirst().after())
                .extracting(Step::id)
                .startsWith("open/unbar:server", "open/restart:server");
        assertThat(plan.outages().getFirst().back())
                .extracting(Step::id)
                .contains("back/start:server", "back/restart:server");
    }

    @Test
    void what_a_note_sets_is_known_to_what_is_looked_at_after_it() {
        var plan = new Planner(subject(), survey(), Options.plain("test")).plan("26.4.7");
        assertThat(String.valueOf(plan.probes().get("schema@26.4.7"))).contains("H2_USER=sa");
        assertThat(plan.probes().keySet())
                .contains("schema@25.0.6", "release@26.4.7", "h2-jar@26.4.7");
    }

    @Test
    void what_would_be_in_the_way_of_a_running_service_is_not_asked() throws IOException {
        Files.writeString(folder.resolve("sso/current/conf/keycloak.conf"), "http-enabled=true\n");
        host.service("server", Host.Standing.RUNNING);
        assertThat(survey().answer("schema")).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void facts_that_want_each_other_are_refused() throws IOException {
        instance("  port: { file: \"${management-port}\" }\n  management-port: \"${port}\"\n");
        assertThatThrownBy(this::survey).hasMessageContaining("port");
    }

    @Test
    void a_root_that_is_not_there_is_refused() throws IOException {
        Files.delete(folder.resolve("sso/current"));
        assertThatThrownBy(this::survey).hasMessageContaining("BSC-250");
    }
}
