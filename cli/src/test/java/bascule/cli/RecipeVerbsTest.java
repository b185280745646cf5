package bascule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class RecipeVerbsTest {
    private static final String RECIPE =
            """
            recipe: wiki
            about: A wiki
            facts:
              release: { file: VERSION }
            methods:
              sources:
                facts:
                  release: { file: RELEASE }
                code: { replace: "${root}" }
            versions: { tag: '^(\\d+\\.\\d+)$' }
            """;

    @TempDir private Path home = Path.of("");

    private Typed type(String... words) {
        return Typed.in(Map.of("BASCULE_HOME", home.toString()), words);
    }

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(home.resolve("config/recipes/wiki"));
        write(RECIPE);
    }

    private void write(String recipe) throws IOException {
        Files.writeString(home.resolve("config/recipes/wiki/recipe.yaml"), recipe);
    }

    @Test
    void a_recipe_without_a_mistake_passes() {
        var typed = type("recipe", "check", "wiki");
        assertThat(typed.out()).contains("recipes checked: 1, mistakes: 0");
        assertThat(typed.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void a_mistake_is_told_at_its_line_and_column() throws IOException {
        write(RECIPE.replace("about:", "abuot:"));
        var typed = type("recipe", "check", "wiki");
        assertThat(typed.exit()).isEqualTo(Exit.USAGE);
        assertThat(typed.out()).contains("recipe.yaml:2:1: BSC-2");
        assertThat(type("recipe", "check", "--json", "wiki").out())
                .contains("\"line\":\"2\",\"column\":\"1\",\"code\":\"BSC-2");
    }

    @Test
    void an_unknown_recipe_is_refused() {
        assertThat(type("recipe", "check", "wikki").err()).contains("error[BSC-240]", "wiki");
    }

    @Test
    void explaining_tells_what_counts_and_where_it_was_written() {
        assertThat(type("recipe", "explain", "wiki", "--origin").out())
                .contains("release: { file: RELEASE }", "recipe.yaml:8:", "replaces");
        assertThat(type("recipe", "explain", "wiki", "--method", "source").err())
                .contains("BSC-511", "perhaps: --method sources");
    }
}
