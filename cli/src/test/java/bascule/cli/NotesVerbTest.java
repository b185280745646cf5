package bascule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What releases ask is told in order, and who has read it is remembered. */
class NotesVerbTest {
    private static final String RECIPE =
            """
            recipe: wiki
            about: A wiki
            versions: { tag: '^(\\d+\\.\\d+)$', series: '^(\\d+)\\.' }
            facts:
              release: { file: VERSION }
              schema: { file: VERSION }
              flavour: { file: FLAVOUR, default: plain }
            stores: { data: { files: data } }
            methods:
              archive:
                code: { replace: "${root}", fetch: { archive: "https://example.org/${to}.tar.gz" }, keep: [data] }
            migrate:
              upgrade: { run: bin/upgrade }
            """;
    private static final String CATALOGUE =
            """
            catalogue: wiki
            releases:
              "1.0": {}
              "1.1": {}
              "2.0": {}
              "2.1": {}
              "3.0": {}
            rules:
              one-by-one: { stop: every series, because: so it is, source: the manual }
            notes:
              mail:
                into: "3.0"
                text: { en: Tell your users., fr: Prévenez vos utilisateurs. }
              fancy: { into: "2.0", when: { flavour: fancy }, text: Only for fancy ones., source: notes of 2.0 }
              tidy: { into: "2.0", switch: { tidy: { run: bin/tidy } } }
              slow: { into: "2.1", level: warn, text: It is slower now. }
            """;

    @TempDir private Path home = Path.of("");

    @BeforeEach
    void write() throws IOException {
        var recipe = Files.createDirectories(home.resolve("config/recipes/wiki"));
        Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
        Files.writeString(recipe.resolve("releases.yaml"), CATALOGUE);
        var root = Files.createDirectories(home.resolve("srv/wiki/data"));
        Files.writeString(home.resolve("srv/wiki/VERSION"), "1.0\n");
        assertThat(root).exists();
        var instances = Files.createDirectories(home.resolve("config/instances"));
        Files.writeString(
                instances.resolve("wiki.yaml"),
                "instance: wiki\nrecipe: wiki\nmethod: archive\nroot: %s\n"
                        .formatted(home.resolve("srv/wiki")));
    }

    private Typed type(String... words) {
        return Typed.in(
                Map.of("BASCULE_HOME", home.toString(), "SUDO_USER", "alice", "LANG", "C"), words);
    }

    @Test
    void notes_are_told_in_the_order_of_releases_with_what_becomes_of_each() {
        var typed = type("notes", "wiki", "--to", "3.0");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.exit()).isEqualTo(Exit.DONE);
        assertThat(typed.out())
                .containsSubsequence(
                        "# What the way of wiki (wiki) from 1.0 to 3.0 asks",
                        "The way stops at 1.1, 2.1, 3.0.",
                        "## 2.0",
                        "- **fancy**: does not apply here",
                        "only where flavour fancy; here flavour = plain",
                        "(notes of 2.0)",
                        "- **tidy**: done by switch/tidy",
                        "releases.yaml:15:",
                        "## 2.1",
                        "- **slow**: for you to know",
                        "## 3.0",
                        "- **mail**: to be acknowledged",
                        "Tell your users.",
                        "Nothing is asked by: 1.1",
                        "`bascule notes wiki --to 3.0 --acknowledge mail`");
    }

    @Test
    void programs_are_told_the_way_and_then_one_note_a_line() {
        var lines = type("notes", "wiki", "--json").out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst())
                .startsWith("{\"way\":{")
                .contains("\"open\":1", "\"stops\":[\"1.1\",\"2.1\",\"3.0\"]");
        assertThat(lines.get(2)).contains("\"state\":\"done\"", "\"steps\":[\"switch/tidy\"]");
        assertThat(lines.getLast()).contains("\"name\":\"mail\"", "\"state\":\"acknowledge\"");
    }

    @Test
    void what_was_acknowledged_is_remembered_with_who_and_when() {
        var typed = type("notes", "wiki", "--acknowledge", "mail");
        assertThat(typed.out())
                .containsPattern(
                        "mail\\*\\*: acknowledged by alice \\(\\S+\\) at \\d{4}-\\d\\d-\\d\\dT")
                .contains("Nothing is left to acknowledge.");
        assertThat(type("plan", "wiki").out()).contains("mail: acknowledged by alice (");
        assertThat(type("notes", "wiki", "--json").out())
                .contains("\"by\":\"alice (", "\"at\":\"", "\"open\":0");
        assertThat(type("notes", "wiki", "--lang", "fr").out())
                .contains("reconnue par alice", "Prévenez vos utilisateurs.");
    }

    @Test
    void a_note_that_is_not_acknowledged_keeps_the_upgrade_from_beginning() {
        var refused = type("upgrade", "wiki", "--yes");
        assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
        assertThat(refused.out())
                .contains("BSC-120", "bascule notes wiki --to 3.0 --acknowledge mail");
        type("notes", "wiki", "--acknowledge", "mail");
        assertThat(type("check", "wiki").out()).doesNotContain("BSC-120");
    }

    @Test
    void other_words_are_another_note() throws IOException {
        type("notes", "wiki", "--acknowledge", "mail");
        var releases = home.resolve("config/recipes/wiki/releases.yaml");
        Files.writeString(
                releases,
                Files.readString(releases).replace("Tell your users.", "Tell everybody."));
        assertThat(type("notes", "wiki").out()).contains("mail**: to be acknowledged");
    }

    @Test
    void only_what_asks_something_can_be_acknowledged() {
        for (var name : new String[] {"tidy", "slow", "fancy"}) {
            var typed = type("notes", "wiki", "--acknowledge", name);
            assertThat(typed.exit()).isEqualTo(Exit.USAGE);
            assertThat(typed.err()).contains("BSC-244", name + " asks nothing");
        }
        assertThat(type("notes", "wiki", "--acknowledge", "mial").err())
                .contains("BSC-244", "perhaps: --acknowledge mail");
        assertThat(home.resolve("state/instances/wiki/acknowledged.json")).doesNotExist();
    }

    @Test
    void a_damaged_memory_counts_for_nothing() throws IOException {
        type("notes", "wiki", "--acknowledge", "mail");
        Path kept;
        try (var files = Files.walk(home)) {
            kept =
                    files.filter(file -> file.endsWith("acknowledged.json"))
                            .findFirst()
                            .orElseThrow();
        }
        Files.writeString(kept, Files.readString(kept).substring(0, 40));
        var typed = type("notes", "wiki");
        assertThat(typed.exit()).isEqualTo(Exit.REFUSED);
        assertThat(typed.err()).contains("BSC-268", "acknowledged.json");
    }

    @Test
    void a_way_that_a_rule_forbids_is_read_all_the_same() throws IOException {
        var releases = home.resolve("config/recipes/wiki/releases.yaml");
        Files.writeString(
                releases,
                Files.readString(releases)
                        .replace("notes:\n", "  no: { to: \"3.0\", refuse: not yet }\nnotes:\n"));
        assertThat(type("plan", "wiki").exit()).isEqualTo(Exit.REFUSED);
        var typed = type("notes", "wiki");
        assertThat(typed.exit()).isEqualTo(Exit.DONE);
        assertThat(typed.out()).contains("## 3.0", "This way cannot be gone", "error[BSC-256]");
        assertThat(type("notes", "wiki", "--json").out()).contains("\"against\":\"BSC-256\"");
    }

    @Test
    void a_bad_catalogue_is_refused_with_every_mistake_and_its_place() throws IOException {
        var releases = home.resolve("config/recipes/wiki/releases.yaml");
        Files.writeString(
                releases,
                CATALOGUE
                        .replace("\"1.1\": {}", "\"1.1\": { date: \"2026-02-30\" }")
                        .replace("\"2.1\": {}", "\"2.00\": {}"));
        for (var verb : new String[] {"plan", "notes", "check", "upgrade"}) {
            var typed = type(verb, "wiki");
            assertThat(typed.exit()).isEqualTo(Exit.USAGE);
            assertThat(typed.err())
                    .contains("BSC-200", "releases.yaml:4:18", "releases.yaml:6:3")
                    .contains("BSC-239", "BSC-238", "nothing was changed");
        }
        assertThat(type("recipe", "check", "wiki").out())
                .contains("releases.yaml:4:18: BSC-239", "releases.yaml:6:3: BSC-238");
        assertThat(home.resolve("state")).doesNotExist();
    }

    @Test
    void the_own_way_of_what_it_stands_on_is_told_rung_by_rung() throws IOException {
        var broker = Files.createDirectories(home.resolve("config/recipes/broker"));
        Files.writeString(
                broker.resolve("recipe.yaml"),
                """
                recipe: broker
                about: A broker
                versions: { tag: '^(\\d+\\.\\d+)$', series: '^(\\d+)\\.' }
                facts:
                  place: { ask: Where is it? }
                  release: { file: "${place}/VERSION" }
                """);
        Files.writeString(
                broker.resolve("releases.yaml"),
                """
                catalogue: broker
                releases: { "1.0": {}, "2.0": {}, "2.3": {}, "3.0": {}, "3.1": {}, "4.0": {} }
                rules:
                  one-by-one: { stop: every series, because: so it is, source: its manual }
                """);
        var recipe = home.resolve("config/recipes/wiki/recipe.yaml");
        Files.writeString(
                recipe,
                RECIPE.replace("facts:\n", "facts:\n  broker-place: { value: broker }\n")
                        + "components: { broker: { recipe: broker, facts: { place: \"${broker-place}\" } } }\n");
        var releases = home.resolve("config/recipes/wiki/releases.yaml");
        Files.writeString(
                releases,
                CATALOGUE.replace(
                        "rules:\n",
                        "rules:\n  broker: { to: \">=3.0\", needs: { broker: \">=3.0\" }, source: its notes }\n"));
        Files.createDirectories(home.resolve("srv/wiki/broker"));
        Files.writeString(home.resolve("srv/wiki/broker/VERSION"), "1.0\n");
        assertThat(type("notes", "wiki").out())
                .contains("- before 3.0: broker 1.0 → 2.3 → 3.1", "error[BSC-259]");
        assertThat(type("notes", "wiki", "--json").out())
                .contains("\"component\":\"broker\",\"rungs\":[\"1.0\",\"2.3\",\"3.1\"]");
        assertThat(type("plan", "wiki").err())
                .contains("BSC-259", "from one to the next: 1.0 → 2.3 → 3.1")
                .contains("as far as 2.1 you can go now: bascule upgrade wiki --to 2.1");
        Files.writeString(home.resolve("srv/wiki/broker/VERSION"), "3.0\n");
        assertThat(type("plan", "wiki").exit()).isEqualTo(Exit.DONE);
        assertThat(type("notes", "wiki").out()).doesNotContain("before 3.0");
    }

    @Test
    void everything_that_counts_for_an_instance_is_explained_with_its_place() throws IOException {
        var file = home.resolve("config/instances/photos.yaml");
        Files.writeString(
                file,
                """
                instance: photos
                recipe: wiki
                method: archive
                root: %s
                migrate:
                  upgrade: { limit: 8h }
                notes:
                  plugin: { into: "2.0", text: Look at your plug-in. }
                """
                        .formatted(home.resolve("srv/wiki")));
        var typed = type("recipe", "explain", "photos", "--origin");
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out())
                .containsPattern("upgrade: \\{ run: bin/upgrade, limit: 8h }.*yaml:")
                .containsPattern("one-by-one: .*wiki/releases.yaml:9:3")
                .containsPattern("tidy: .*bin/tidy.*wiki/releases.yaml:15:3")
                .containsPattern("plugin: .*photos.yaml:8:3")
                .containsPattern("photos.yaml:6:3.* amends .*recipe.yaml:13:3");
        assertThat(type("recipe", "explain", "wiki", "--json").out())
                .contains("\"element\":\"notes.mail\"", "\"element\":\"rules.one-by-one\"");
    }
}
