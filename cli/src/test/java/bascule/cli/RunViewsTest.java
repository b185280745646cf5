package bascule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.plan.Plan.OnFailure;
import bascule.run.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class RunViewsTest {
    @TempDir private Path home = Path.of("");

    private SmallRuns runs = new SmallRuns(home);

    @BeforeEach
    void adopt() {
        runs = new SmallRuns(home).adopted();
    }

    @Test
    void an_adopted_instance_without_a_run_is_listed() {
        assertThat(runs.type("status").out()).contains("wiki", "nothing was run on it yet");
        assertThat(runs.type("runs", "wiki").out()).contains("nothing was ever run on wiki");
        assertThat(runs.type("report", "wiki").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void an_unknown_instance_is_a_usage_problem_that_names_the_nearest() {
        var typed = runs.type("status", "wikki");
        assertThat(typed.exit()).isEqualTo(Exit.USAGE);
        assertThat(typed.err()).contains("BSC-505", "perhaps: wiki");
    }

    @Test
    void after_an_upgrade_status_tells_the_release_and_the_run() {
        runs.run(OnFailure.BACK, "");
        assertThat(runs.type("status").out()).contains("serves 2.0 since", "upgraded");
        assertThat(runs.type("status", "--json", "wiki").out())
                .contains("\"serves\":\"2.0\"", "\"outcome\":\"upgraded\"")
                .doesNotContain("unfinished");
        assertThat(runs.type("runs", "wiki").out()).contains("1.0", "2.0", "upgraded");
    }

    @Test
    void a_run_that_went_back_is_told_with_its_problem_in_the_report() {
        runs.run(OnFailure.BACK, "switch/link");
        assertThat(runs.type("status").out()).contains("serves 1.0", "rolled back");
        assertThat(runs.type("report", "wiki").out())
                .contains("# Upgrade of wiki from 1.0 to 2.0: rolled back")
                .contains("error[BSC-400]", "it would not", "| switch/link |", "failed |")
                .contains("outage");
        assertThat(runs.type("report", "wiki", "--lang", "fr").out())
                .contains("revenue en arrière");
    }

    @Test
    void the_report_says_who_acknowledged_a_note_and_when() {
        runs.run(OnFailure.BACK, "");
        assertThat(runs.type("report", "wiki").out())
                .contains("- 2.0 mail: acknowledged by alice (root) at 2026-11-21T20:00:00Z");
        assertThat(runs.type("report", "wiki", "--lang", "fr").out())
                .contains("reconnue par alice (root) le 2026-11-21T20:00:00Z");
    }

    @Test
    void a_paused_run_is_unfinished() {
        runs.run(OnFailure.PAUSE, "switch/link");
        assertThat(runs.type("status").out())
                .contains("closed to visitors", "has not ended", "bascule resume wiki");
        assertThat(runs.type("status", "--json").out()).contains("\"unfinished\":\"2");
        assertThat(runs.type("runs", "wiki").out()).contains("not ended");
    }

    @Test
    void the_log_tells_the_journal_and_a_step_by_its_last_name() {
        runs.run(OnFailure.BACK, "switch/link");
        assertThat(runs.type("log", "wiki").out())
                .contains("began stage/fetch", "failed switch/link [BSC-400]: it would not");
        assertThat(runs.type("log", "wiki", "--step", "fetch").out())
                .contains("done stage/fetch")
                .doesNotContain("switch/link");
        assertThat(runs.type("log", "wiki", "--step", "fetsh").err()).contains("BSC-508");
    }

    @Test
    void watching_a_run_that_has_ended_ends_with_its_exit_code() {
        runs.run(OnFailure.BACK, "switch/link");
        var watched = runs.type("watch", "wiki");
        assertThat(watched.exit()).isEqualTo(Exit.ROLLED_BACK);
        assertThat(watched.out()).contains("do stage/fetch", "going back to 1.0");
        assertThat(runs.type("watch", "wiki", "--json").out())
                .contains("{\"event\":\"run-began\"", "\"event\":\"run-ended\"");
    }

    @Test
    void watching_a_run_that_nobody_does_says_so() throws IOException {
        runs.run(OnFailure.BACK, "");
        var events = events();
        var lines = Files.readAllLines(events);
        Files.write(events, lines.subList(0, lines.size() - 1));
        var watched = runs.type("watch", "wiki");
        assertThat(watched.err()).contains("BSC-510", "bascule resume wiki");
        assertThat(watched.exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void a_damaged_run_is_listed_and_the_others_too() throws IOException {
        runs.run(OnFailure.BACK, "");
        var plan = events().resolveSibling("plan.json");
        Files.writeString(plan, Files.readString(plan).replace("2.0", "3.0"));
        runs.run(OnFailure.BACK, "");
        assertThat(runs.type("runs", "wiki").out()).contains("BSC-304", "upgraded");
    }

    @Test
    void a_report_is_left_in_the_run_s_folder_and_written_where_asked() throws IOException {
        runs.run(OnFailure.BACK, "");
        assertThat(events().resolveSibling("report.md")).content().contains("# Upgrade of wiki");
        var file = home.resolve("report.md");
        assertThat(runs.type("report", "wiki", "--out", file.toString()).exit())
                .isEqualTo(Exit.DONE);
        assertThat(file).content().contains("| open/start |");
        var nowhere = home.resolve("no/such/folder/report.md").toString();
        assertThat(runs.type("report", "wiki", "--out", nowhere).err()).contains("BSC-509");
    }

    @Test
    void every_view_speaks_french() {
        runs.run(OnFailure.BACK, "switch/link");
        var env = Map.of("BASCULE_HOME", home.toString(), "LANG", "fr_FR.UTF-8");
        assertThat(Typed.in(env, "status").out()).contains("sert 1.0", "revenue en arrière");
        assertThat(Typed.in(env, "log", "wiki").out()).contains("échoué switch/link");
        assertThat(Typed.in(env, "watch", "wiki").out()).contains("retour à 1.0");
    }

    @Test
    void what_cannot_be_written_at_the_end_changes_nothing_of_how_the_run_ended() {
        var outcome =
                runs.run(
                        OnFailure.BACK,
                        "",
                        step -> {
                            if (step.id().equals("open/start")) {
                                unwritable();
                            }
                        });
        assertThat(outcome).isInstanceOf(Outcome.Upgraded.class);
    }

    /** Folders where files are wanted: nobody, root neither, can read or write those. */
    private void unwritable() {
        try {
            var file = events();
            Files.delete(file);
            Files.createDirectory(file);
            var folder = home.resolve("state/instances/wiki");
            Files.createDirectories(folder.resolve("status.json/in the way"));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Test
    void words_of_the_command_backup_are_no_names_of_instances() {
        for (var word : new String[] {"list", "verify", "prove"}) {
            var refused = runs.type("adopt", word, "--recipe", "mediawiki");
            assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
            assertThat(refused.err()).contains("BSC-467").contains(word);
        }
    }

    private Path events() throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(file -> file.endsWith("events.jsonl")).findFirst().orElseThrow();
        }
    }
}
