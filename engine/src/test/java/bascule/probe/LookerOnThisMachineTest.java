package bascule.probe;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Host;
import bascule.host.LocalHost;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LookerOnThisMachineTest {
    @TempDir Path folder;
    private Looker looker;

    private static final Host.Filler FILLER =
            new Host.Filler() {
                @Override
                public String fill(Template template) {
                    return template.fill(name -> name.equals("secret") ? "geheim" : "");
                }

                @Override
                public List<String> secrets() {
                    return List.of("geheim");
                }
            };

    @BeforeEach
    void look() {
        looker = new Looker(new LocalHost(folder.resolve("state"), Clock.systemUTC()));
    }

    @Test
    void exit_codes_are_words_or_the_number_itself_or_no_answer() {
        assertThat(ran(reading().codes(Map.of("3", "stopped")), "sh", "-c", "exit 3"))
                .isEqualTo(Answer.word("stopped"));
        assertThat(ran(reading().codes(Map.of("*", "number")), "sh", "-c", "exit 7"))
                .isEqualTo(Answer.word("7"));
        assertThat(ran(reading(), "sh", "-c", "echo geheim; exit 1"))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class,
                        unknown ->
                                assertThat(unknown.why())
                                        .contains("code 1")
                                        .doesNotContain("geheim"));
    }

    @Test
    void a_command_killed_by_a_signal_has_not_answered() {
        assertThat(ran(reading().codes(Map.of("*", "number")), "sh", "-c", "kill -9 $$"))
                .isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void a_program_that_is_not_there_is_unknown_not_absent() {
        assertThat(ran(reading(), "/no/such/program")).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void what_a_command_prints_is_matched_or_read_as_json() {
        assertThat(ran(reading().match("v(\\S+)"), "echo", "release v1.2 of"))
                .isEqualTo(Answer.word("1.2"));
        assertThat(ran(reading().key("a.1"), "echo", "{\"a\": [1, \"two\"]}"))
                .isEqualTo(Answer.word("two"));
        assertThat(
                        ran(
                                reading().rows("app", "version"),
                                "echo",
                                "[{\"app\":\"x\",\"version\":1},{\"app\":\"y\",\"version\":2}]"))
                .isEqualTo(
                        new Answer.Rows(
                                List.of(
                                        Map.of("app", "x", "version", "1"),
                                        Map.of("app", "y", "version", "2"))));
        assertThat(ran(reading().rows("a", "b"), "printf", "1\\t2\\n3\\t4\\n"))
                .isEqualTo(
                        new Answer.Rows(
                                List.of(Map.of("a", "1", "b", "2"), Map.of("a", "3", "b", "4"))));
    }

    @Test
    void the_first_file_that_has_it_counts_and_a_missing_one_is_passed_over() throws IOException {
        var one = Files.writeString(folder.resolve("one.txt"), "nothing");
        var two = Files.writeString(folder.resolve("two.txt"), "Keycloak - Version 26.4.7\n");
        var files =
                List.of(
                        Template.of(""),
                        Template.literal(folder.resolve("missing").toString()),
                        Template.literal(one.toString()),
                        Template.literal(two.toString()));
        assertThat(
                        looker.look(
                                new Probe.ByFile(
                                        files, reading().match("(\\d+\\.\\d+\\.\\d+)").made()),
                                FILLER))
                .isEqualTo(Answer.word("26.4.7"));
        assertThat(
                        looker.look(
                                new Probe.ByFile(files, reading().match("absent (x)").made()),
                                FILLER))
                .isEqualTo(new Answer.Absent());
    }

    @Test
    void files_are_found_by_a_pattern_in_the_middle_of_a_path() throws IOException {
        for (var site : List.of("b", "a")) {
            Files.createDirectories(folder.resolve("sites/" + site));
            Files.writeString(folder.resolve("sites/" + site + "/config.txt"), "x");
        }
        assertThat(
                        looker.look(
                                new Probe.ByFiles(
                                        Template.of("sites/*/config.txt"),
                                        Template.literal(folder.toString()),
                                        reading().rows("path").made()),
                                FILLER))
                .isInstanceOfSatisfying(
                        Answer.Rows.class,
                        rows ->
                                assertThat(rows.rows())
                                        .extracting(row -> row.get("folder"))
                                        .containsExactly("a", "b"));
    }

    private Answer ran(Wanted reading, String... argv) {
        var command =
                new Command(
                        java.util.Arrays.stream(argv).map(Template::literal).toList(),
                        Optional.empty(),
                        Template.literal(folder.toString()),
                        Map.of(),
                        Optional.empty(),
                        Duration.ofSeconds(20));
        return looker.look(new Probe.ByCommand(command, reading.made(), false), FILLER);
    }

    private static Wanted reading() {
        return new Wanted(List.of(), Optional.empty(), Map.of(), List.of());
    }

    /** A reading, part by part. */
    private record Wanted(
            List<String> keys,
            Optional<String> pattern,
            Map<String, String> words,
            List<String> parts) {
        Wanted key(String key) {
            return new Wanted(List.of(key), pattern, words, parts);
        }

        Wanted match(String match) {
            return new Wanted(keys, Optional.of(match), words, parts);
        }

        Wanted codes(Map<String, String> codes) {
            return new Wanted(keys, pattern, codes, parts);
        }

        Wanted rows(String... rows) {
            return new Wanted(keys, pattern, words, List.of(rows));
        }

        Reading made() {
            return new Reading(keys, pattern, words, Map.of(), List.of(), parts, Optional.empty());
        }
    }
}
