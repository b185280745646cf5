package bascule.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.instance.Instances;
import bascule.text.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The manual, its example and the schemas say the same, key by key. */
class ManualTest {
    private static final Path MANUAL = Path.of("../docs/recipes.md");
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```(?:yaml|sh)\\n# (\\S+)\\n(.*?)^```$");
    private static final Pattern QUOTED = Pattern.compile("`([a-z0-9-]+)`");

    @TempDir private Path folder;

    @Test
    void the_example_is_a_recipe_a_catalogue_and_an_instance_without_a_mistake()
            throws IOException {
        for (var block : blocks().entrySet()) {
            var file = folder.resolve(block.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, block.getValue());
            assertThat(file.toFile().setExecutable(block.getKey().contains("/bin/"))).isTrue();
        }
        var recipes = new Recipes(List.of(folder));
        var texts = Texts.in(Locale.ENGLISH);
        assertThat(recipes.check(folder))
                .extracting((Mistake mistake) -> mistake.origin() + " " + texts.say(mistake.text()))
                .isEmpty();
        var paris = new Instances(folder.resolve("instances"), recipes).read("paris");
        assertThat(paris.told()).hasSize(3);
        assertThat(recipes.read("atelier").methods()).containsOnlyKeys("archive", "compose");
    }

    @Test
    void every_key_of_the_schemas_is_in_the_example_or_in_a_table() throws IOException {
        var untold = new TreeSet<>(schemaKeys());
        untold.removeAll(tableKeys());
        blocks().entrySet().stream()
                .filter(block -> block.getKey().endsWith(".yaml"))
                .map(block -> YamlReader.read(block.getKey(), block.getValue(), new Margin()))
                .forEach(read -> read.ifPresent(fields -> forget(fields, untold)));
        assertThat(untold).isEmpty();
    }

    private static void forget(Written written, Set<String> untold) {
        switch (written) {
            case Written.Leaf _ -> {}
            case Written.Items items -> items.items().forEach(item -> forget(item, untold));
            case Written.Fields fields ->
                    fields.fields()
                            .forEach(
                                    (key, field) -> {
                                        untold.remove(key);
                                        forget(field.value(), untold);
                                    });
        }
    }

    @Test
    void every_key_in_a_table_is_in_a_schema() throws IOException {
        assertThat(schemaKeys()).containsAll(tableKeys());
    }

    @Test
    void every_key_of_the_schemas_is_told_in_the_manual_s_own_words() throws IOException {
        var words = new TreeSet<String>();
        QUOTED.matcher(Files.readString(MANUAL))
                .results()
                .forEach(found -> words.add(found.group(1)));
        var untold = new TreeSet<>(schemaKeys());
        untold.removeAll(words);
        // these stand in the text with something behind them: drop: true
        untold.removeAll(Set.of("drop"));
        assertThat(untold).isEmpty();
    }

    private static Map<String, String> blocks() throws IOException {
        var blocks = new TreeMap<String, String>();
        BLOCK.matcher(Files.readString(MANUAL))
                .results()
                .forEach(found -> blocks.put(found.group(1), found.group(2)));
        assertThat(blocks).hasSize(4);
        return blocks;
    }

    /** What stands in the first column. */
    private static Set<String> tableKeys() throws IOException {
        var keys = new TreeSet<String>();
        for (var line : Files.readAllLines(MANUAL)) {
            if (line.startsWith("| `")) {
                QUOTED.matcher(line.substring(0, line.indexOf('|', 2)))
                        .results()
                        .forEach(found -> keys.add(found.group(1)));
            }
        }
        return keys;
    }

    private static Set<String> schemaKeys() {
        var keys = new TreeSet<String>();
        List.of("recipe", "releases", "instance")
                .forEach(name -> collect(SchemaDocuments.named(name), keys));
        return keys;
    }

    private static void collect(JsonNode node, Set<String> keys) {
        if (node.path("properties").isObject()) {
            node.path("properties").propertyNames().forEach(keys::add);
        }
        node.forEach(child -> collect(child, keys));
    }
}
