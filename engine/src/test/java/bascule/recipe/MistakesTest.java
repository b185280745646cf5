package bascule.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bascule.instance.Instances;
import bascule.problem.Refusal;
import bascule.text.Text;
import bascule.text.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every planted mistake is found exactly where its file's first line says, and nothing else is. */
class MistakesTest {
    private static final Path PLANTED = Path.of("src/test/resources/mistakes");
    private static final Path DRAFTS = Path.of("src/test/resources/drafts");
    private static final Pattern EXPECTED = Pattern.compile("(BSC-\\d+) at (\\d+:\\d+)");
    private static final Texts ENGLISH = Texts.in(Locale.ENGLISH);
    private static final Texts FRENCH = Texts.in(Locale.FRENCH);
    private static final String GOOD =
            """
            recipe: %s
            about: A recipe without a mistake
            versions: { tag: '^(\\d+\\.\\d+)$', series: '^(\\d+)\\.' }
            facts:
              release: { file: version.txt }
            """;

    @TempDir private Path folder;

    static Stream<Path> recipes() throws IOException {
        return below("recipe");
    }

    static Stream<Path> catalogues() throws IOException {
        return below("releases");
    }

    static Stream<Path> instances() throws IOException {
        return below("instance");
    }

    private static Stream<Path> below(String kind) throws IOException {
        try (var files = Files.list(PLANTED.resolve(kind))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void a_mistake_in_a_recipe_is_found_where_it_stands(Path file) throws IOException {
        write("other", GOOD.formatted("other"));
        var planted = write("planted", Files.readString(file));
        assertThat(told(new Recipes(List.of(folder)).check(planted))).isEqualTo(expected(file));
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void a_mistake_in_a_catalogue_is_found_where_it_stands(Path file) throws IOException {
        var planted = write("planted", GOOD.formatted("planted"));
        Files.copy(file, planted.resolve("releases.yaml"));
        assertThat(told(new Recipes(List.of(folder)).check(planted))).isEqualTo(expected(file));
    }

    @ParameterizedTest
    @MethodSource("instances")
    void a_mistake_in_an_instance_is_found_where_it_stands(Path file) throws IOException {
        Files.copy(file, folder.resolve("planted.yaml"));
        var instances = new Instances(folder, new Recipes(List.of(DRAFTS)));
        var refusal = catchThrowableOfType(Refusal.class, () -> instances.read("planted"));
        var found = new ArrayList<String>();
        collect(refusal.problem().why(), found);
        assertThat(found).isEqualTo(expected(file));
        if (!file.endsWith("other-name.yaml")) {
            var checked = new Recipes(List.of(DRAFTS)).check(folder.resolve("planted.yaml"));
            assertThat(told(checked)).isEqualTo(expected(file));
        }
    }

    /** The refusal's reason is made of one line a mistake: place, code, text. */
    private static void collect(Text text, List<String> found) {
        if (text.key().equals("recipe.mistake")) {
            var place = text.args().get(0).toString();
            found.add(text.args().get(1) + " at " + place.substring(place.indexOf(".yaml:") + 6));
            return;
        }
        for (var arg : text.args()) {
            if (arg instanceof Text inner) {
                collect(inner, found);
            }
        }
    }

    @Test
    void a_refusal_names_every_mistake_with_file_line_and_column() throws IOException {
        write("planted", Files.readString(PLANTED.resolve("recipe/many-at-once.yaml")));
        var refusal =
                catchThrowableOfType(
                        Refusal.class, () -> new Recipes(List.of(folder)).read("planted"));
        assertThat(refusal.problem().code()).isEqualTo("BSC-200");
        assertThat(refusal.problem().say(ENGLISH))
                .contains("planted/recipe.yaml:8:18: there is no shell")
                .contains("planted/recipe.yaml:9:10: unknown key 'runn'; did you mean run?")
                .contains("planted/recipe.yaml:11:3: 'two' is already said in line 9");
    }

    @Test
    void recipes_that_stand_on_each_other_are_told_both() throws IOException {
        var one = write("one", GOOD.formatted("one") + "components: { base: { recipe: two } }\n");
        var two = write("two", GOOD.formatted("two") + "components: { top: { recipe: one } }\n");
        var recipes = new Recipes(List.of(folder));
        for (var home : List.of(one, two)) {
            assertThat(told(recipes.check(home))).containsExactly("BSC-214 at 6:15");
        }
        assertThat(ENGLISH.say(recipes.check(one).getFirst().text())).contains("one → two → one");
    }

    @Test
    void there_are_many_planted_mistakes_and_every_code_is_among_them() throws IOException {
        var codes = new java.util.TreeSet<String>();
        var files = Stream.of(recipes(), catalogues(), instances()).flatMap(all -> all).toList();
        for (var file : files) {
            expected(file).forEach(line -> codes.add(line.substring(0, 7)));
        }
        assertThat(files).hasSizeGreaterThan(100);
        for (var wrong : Wrong.values()) {
            assertThat(codes).contains(wrong.code());
        }
    }

    private Path write(String name, String text) throws IOException {
        var home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("recipe.yaml"), text);
        return home;
    }

    private static List<String> expected(Path file) throws IOException {
        var first = Files.readAllLines(file).getFirst();
        return EXPECTED.matcher(first).results().map(found -> found.group()).sorted().toList();
    }

    /** And each can be said in both languages. */
    private static List<String> told(List<Mistake> mistakes) {
        return mistakes.stream()
                .map(
                        mistake -> {
                            assertThat(FRENCH.say(mistake.text())).isNotEmpty();
                            assertThat(ENGLISH.say(mistake.text())).isNotEmpty();
                            return "%s at %d:%d"
                                    .formatted(
                                            mistake.code(),
                                            mistake.origin().line(),
                                            mistake.origin().column());
                        })
                .sorted()
                .toList();
    }
}
