package bascule.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@NullMarked
class LaunchTest {
    @TempDir Path folder = Path.of("");

    @Test
    void a_command_ends_with_its_code_and_tells_its_lines() {
        var lines = new ArrayList<String>();
        var ran = host().run(launch("printf 'one\\ntwo\\n'; echo three >&2; exit 3"), lines::add);
        assertThat(ran).isEqualTo(new Ran(3, Optional.empty(), false, "one\ntwo\nthree\n"));
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(work().log()).content().isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void words_are_never_read_by_a_shell() {
        var ran = host().run(launch(List.of("printf", "%s", "$HOME; `id` *"), Map.of()), _ -> {});
        assertThat(ran.output()).isEqualTo("$HOME; `id` *");
    }

    @Test
    void a_word_that_a_shell_has_for_its_own_is_the_program_of_that_name() {
        assertThat(host().run(launch(List.of("test", "-d", "/"), Map.of()), _ -> {}).code())
                .isZero();
        assertThatThrownBy(() -> host().run(launch(List.of("cd", "/"), Map.of()), _ -> {}))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-400");
    }

    @Test
    void death_by_a_signal_is_told_by_its_name() {
        var ran = host().run(launch("kill -KILL $$"), _ -> {});
        assertThat(ran.signal()).contains("KILL");
        assertThat(ran.code()).isEqualTo(137);
        assertThat(ran.ended()).isFalse();
    }

    @Test
    void a_command_begins_with_a_clean_environment_and_knows_its_step() {
        var ran = host().run(launch(List.of("env"), Map.of("GIVEN", "yes")), _ -> {});
        assertThat(ran.output().lines().map(line -> line.split("=")[0]))
                .containsExactlyInAnyOrder(
                        "PATH",
                        "HOME",
                        "LANG",
                        "USER",
                        "LOGNAME",
                        "TMPDIR",
                        "GIVEN",
                        "BASCULE_RUN",
                        "BASCULE_STEP",
                        "PWD");
        assertThat(ran.output()).contains("BASCULE_STEP=migrate/upgrade\n");
    }

    @Test
    void a_secret_is_in_no_line_no_output_and_no_log() throws IOException {
        var lines = new ArrayList<String>();
        var launch =
                new Launch(
                        List.of("sh", "-c", "echo \"the word is $WORD\"; echo rest"),
                        Optional.empty(),
                        folder,
                        Map.of("WORD", "swordfish"),
                        Duration.ofSeconds(20),
                        List.of("swordfish"),
                        Optional.of(work()));
        var ran = host().run(launch, lines::add);
        assertThat(lines).containsExactly("the word is ***", "rest");
        assertThat(ran.output()).doesNotContain("swordfish");
        assertThat(work().log()).content().isEqualTo("the word is ***\nrest\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work().log())))
                .isEqualTo("rw-------");
    }

    @Test
    void what_outlasts_its_limit_is_ended_with_all_it_started() {
        var launch =
                new Launch(
                        List.of("sh", "-c", "sleep 1000 & sleep 1000"),
                        Optional.empty(),
                        folder,
                        Map.of(),
                        Duration.ofMillis(300),
                        List.of(),
                        Optional.of(work()));
        var ran = host().run(launch, _ -> {});
        assertThat(ran.late()).isTrue();
        assertThat(new Remnants(work()).running()).isEmpty();
    }

    @Test
    void a_look_leaves_no_trace() throws IOException {
        var launch =
                new Launch(
                        List.of("sh", "-c", "echo seen; sleep 1000"),
                        Optional.empty(),
                        folder,
                        Map.of(),
                        Duration.ofMillis(500),
                        List.of(),
                        Optional.empty());
        assertThat(host().run(launch, _ -> {})).extracting(Ran::late).isEqualTo(true);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void two_steps_never_share_a_file() {
        assertThat(named("a/b")).isEqualTo("a+b");
        assertThat(named("a+b")).isNotEqualTo(named("a/b"));
        assertThat(named("4.6.1:migrate/patch[site1]")).isEqualTo("4.6.1:migrate+patch[site1]");
        assertThat(named("é")).doesNotContain("é");
    }

    private static String named(String step) {
        return new Launch.Work(Path.of("/x"), "r", step).fileName();
    }

    private LocalHost host() {
        return new LocalHost(folder.resolve("state"), Clock.systemUTC());
    }

    private Launch.Work work() {
        return new Launch.Work(folder.resolve("steps"), folder.toString(), "migrate/upgrade");
    }

    private Launch launch(String script) {
        return launch(List.of("sh", "-c", script), Map.of());
    }

    private Launch launch(List<String> argv, Map<String, String> env) {
        return new Launch(
                argv,
                Optional.empty(),
                folder,
                env,
                Duration.ofSeconds(20),
                List.of(),
                Optional.of(work()));
    }
}
