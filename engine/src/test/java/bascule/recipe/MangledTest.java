package bascule.recipe;

import static bascule.version.Seeds.forAll;
import static bascule.version.Seeds.one;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.instance.Instances;
import bascule.problem.Refusal;
import bascule.text.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Whatever a text looks like, reading it ends in a recipe or in mistakes with a place. */
class MangledTest {
    private static final Path DRAFTS = Path.of("src/test/resources/drafts");
    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ": ",
                    "~",
                    "\"",
                    "'",
                    "${",
                    "- ",
                    "\t",
                    "#",
                    "1.0",
                    "&a ",
                    "*a",
                    "!!int ",
                    "drop: true",
                    "| ",
                    ", ",
                    "é",
                    "\n",
                    "  ",
                    "null",
                    "true",
                    "when: ",
                    "[]",
                    "{}",
                    "- {}");

    @TempDir private Path folder;

    @Test
    void mangled_recipes_and_catalogues_give_mistakes_with_a_place_and_never_fail() {
        var texts = Texts.in(Locale.FRENCH);
        forAll(
                300,
                random -> {
                    var name = one(random, List.of("keycloak", "frappe", "canopsis", "dokos"));
                    var planted = folder.resolve(name);
                    write(name, "recipe.yaml", random);
                    write(name, "releases.yaml", random);
                    for (var mistake : new Recipes(List.of(DRAFTS)).check(planted)) {
                        assertThat(mistake.origin().line()).isPositive();
                        assertThat(mistake.origin().column()).isPositive();
                        assertThat(texts.say(mistake.text())).isNotBlank();
                    }
                });
    }

    @Test
    void mangled_instances_are_read_or_refused() {
        forAll(
                150,
                random -> {
                    write("instances", "photos.yaml", random);
                    var instances =
                            new Instances(
                                    folder.resolve("instances"), new Recipes(List.of(DRAFTS)));
                    try {
                        assertThat(instances.read("photos").name()).isEqualTo("photos");
                    } catch (Refusal refusal) {
                        assertThat(refusal.problem().code()).isIn("BSC-200", "BSC-240");
                    }
                });
    }

    private void write(String name, String file, Random random) {
        try {
            Files.createDirectories(folder.resolve(name));
            var text = Files.readString(DRAFTS.resolve(name).resolve(file));
            Files.writeString(folder.resolve(name).resolve(file), mangled(text, random));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static String mangled(String text, Random random) {
        var lines = new ArrayList<>(text.lines().toList());
        for (var count = random.nextInt(4); count >= 0; count--) {
            var at = random.nextInt(lines.size());
            var line = lines.get(at);
            var column = random.nextInt(line.length() + 1);
            var end = Math.min(line.length(), column + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> lines.set(at, line.substring(0, column) + line.substring(end));
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.set(at, line.substring(0, column));
                case 3 -> lines.set(at, lines.get(random.nextInt(lines.size())));
                default ->
                        lines.set(
                                at,
                                line.substring(0, column)
                                        + one(random, PIECES)
                                        + line.substring(column));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
