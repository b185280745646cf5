package bascule.check;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.host.LocalHost;
import bascule.host.OwnServer;
import bascule.instance.Instances;
import bascule.plan.Fabricated;
import bascule.plan.Powers;
import bascule.recipe.Recipes;
import bascule.text.Texts;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What preflight says of a real web server that was, or was not, prepared for its door. */
@Tag("real")
@NullMarked
class EntranceTest {
    @TempDir private Path folder;

    private Finding look(String kind, OwnServer server) throws IOException {
        var recipes = new Recipes(List.of(Path.of("src/test/resources/plan/recipes")));
        Files.writeString(
                folder.resolve("gazette.yaml"),
                """
                instance: gazette
                recipe: gazette
                method: archive
                root: %s
                web-server:
                  server: %s
                  include: %s
                  listener: "%s"
                  visitors: "%s"
                  test: { run: "%s", as: root }
                  reload: { run: "%s", as: root }
                """
                        .formatted(
                                folder,
                                kind,
                                server.include(),
                                server.listener(),
                                server.visitors(),
                                server.test(),
                                server.reload()));
        var gazette =
                Fabricated.of(recipes, new Instances(folder, recipes).read("gazette"), "1.0")
                        .powers(Powers.TODAY)
                        .fact("schema", "1.0");
        var ground =
                new Ground(
                        gazette.subject(),
                        gazette.survey(),
                        gazette.options(),
                        new LocalHost(folder.resolve("state"), Clock.systemUTC()),
                        folder,
                        Map.of());
        return new Entrance(ground).look(gazette.plan("2.0"));
    }

    private OwnServer server(String kind, boolean prepared) throws IOException {
        return new OwnServer(kind, Files.createDirectories(folder.resolve(kind)), prepared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void a_server_that_was_prepared_passes(String kind) throws IOException {
        try (var server = server(kind, true)) {
            assertThat(look(kind, server)).isInstanceOf(Finding.Pass.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void one_that_was_not_is_told_with_the_lines_to_add(String kind) throws IOException {
        try (var server = server(kind, false)) {
            var problem = ((Finding.Block) look(kind, server)).problem();
            var texts = Texts.in(Locale.ENGLISH);
            assertThat(problem.code()).isEqualTo("BSC-116");
            assertThat(texts.say(problem.why())).contains(server.include().toString());
            var line =
                    kind.equals("nginx")
                            ? "include " + server.include().toString().replace(".c", "[.]c") + ";"
                            : "IncludeOptional " + server.include();
            assertThat(texts.say(problem.next())).contains(line, server.listener());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void one_that_does_not_accept_its_own_configuration_is_told(String kind) throws IOException {
        try (var server = server(kind, true)) {
            var whole = Files.readString(server.configuration());
            Files.writeString(server.configuration(), whole + "\nno such word\n");
            var problem = ((Finding.Block) look(kind, server)).problem();
            assertThat(Texts.in(Locale.ENGLISH).say(problem.why()))
                    .contains("does not accept its own configuration");
            Files.writeString(server.configuration(), whole);
        }
    }
}
