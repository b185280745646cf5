package bascule.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
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
import java.util.function.BooleanSupplier;

/** What a run that was killed leaves at work, with real processes. */
@NullMarked
class RemnantsTest {
    @TempDir Path folder = Path.of("");

    @AfterEach
    void nothing_stays_at_work() {
        new Remnants(work()).end();
    }

    @Test
    void a_command_still_at_work_after_the_run_was_killed_is_waited_for() throws Exception {
        var run = killedWhile("echo >begun; while ! [ -e go ]; do :; done; echo >whole; exit 4");
        assertThat(run.isAlive()).isFalse();
        assertThat(new Remnants(work()).running()).isNotEmpty();
        Thread.ofVirtual().start(() -> made("go"));
        assertThat(host().quieten(work(), Duration.ofSeconds(30))).contains(4);
        assertThat(folder.resolve("whole")).exists();
        assertThat(new Remnants(work()).running()).isEmpty();
    }

    @Test
    void a_child_whose_parents_were_all_killed_is_found_and_ended() throws Exception {
        killedWhile("sleep 1000 & echo >begun; wait");
        for (var process : new Remnants(work()).running()) {
            if (!Processes.argv(process).contains("sleep")) {
                Ending.signal(process, "KILL");
            }
        }
        await(() -> new Remnants(work()).running().size() == 1);
        assertThat(host().quieten(work(), Duration.ofMillis(200))).isEmpty();
        assertThat(new Remnants(work()).running()).isEmpty();
    }

    @Test
    void a_daemon_that_closed_everything_is_found_by_its_marks() throws Exception {
        host().run(
                        launch(
                                "(setsid sh -c 'exec 0<&- 1>&- 2>&- 9>&-; cd /; echo >"
                                        + folder
                                        + "/begun; exec sleep 1000' &)"),
                        _ -> {});
        await(() -> Files.exists(folder.resolve("begun")));
        assertThat(new Remnants(work()).running()).hasSize(1);
        assertThat(host().quieten(work(), Duration.ofMillis(200))).contains(0);
        assertThat(new Remnants(work()).running()).isEmpty();
    }

    @Test
    void a_daemon_without_marks_is_found_by_the_lock() throws Exception {
        host().run(launch("(env -i setsid sleep 1000 >/dev/null 2>&1 &) ; echo >begun"), _ -> {});
        await(() -> new Remnants(work()).running().size() == 1);
        assertThat(host().quieten(work(), Duration.ofMillis(200))).contains(0);
        assertThat(new Remnants(work()).running()).isEmpty();
    }

    @Test
    void a_command_that_will_not_hear_is_ended_by_force() throws Exception {
        killedWhile("trap '' TERM; echo >begun; while :; do sleep 1; done");
        var since = System.nanoTime();
        host().quieten(work(), Duration.ofMillis(100));
        assertThat(new Remnants(work()).running()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(30));
    }

    @Test
    void a_launcher_that_has_lost_its_ticket_never_begins() throws Exception {
        var traces = new Traces(work());
        var ticket = traces.prepare();
        var held = FlockFile.lock(traces.lock()).orElseThrow();
        var launcher = launcher(traces, ticket);
        traces.revoke();
        held.close();
        assertThat(launcher.waitFor()).isEqualTo(124);
        assertThat(folder.resolve("ran")).doesNotExist();
        assertThat(host().quieten(work(), Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void a_launcher_killed_before_it_began_leaves_nothing_that_begins_later() throws Exception {
        var traces = new Traces(work());
        var ticket = traces.prepare();
        var held = FlockFile.lock(traces.lock()).orElseThrow();
        var launcher = launcher(traces, ticket);
        launcher.destroyForcibly().waitFor();
        held.close();
        assertThat(host().quieten(work(), Duration.ofSeconds(5))).isEmpty();
        assertThat(ticket).doesNotExist();
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void where_nothing_was_launched_there_is_nothing_to_wait_for() {
        assertThat(host().quieten(work(), Duration.ofMinutes(1))).isEmpty();
    }

    private Process launcher(Traces traces, Path ticket) throws IOException {
        var builder =
                new ProcessBuilder(
                        "/bin/sh",
                        Scripts.written("launch.sh", work().folder()).toString(),
                        traces.lock().toString(),
                        ticket.toString(),
                        traces.status().toString(),
                        traces.session().toString(),
                        "/usr/bin/touch",
                        folder.resolve("ran").toString());
        builder.environment().putAll(Map.of("BASCULE_RUN", folder.toString()));
        builder.environment().putAll(Map.of("BASCULE_STEP", work().step()));
        return builder.inheritIO().start();
    }

    /** A run in a process of its own that is killed when its command has made {@code begun}. */
    private Process killedWhile(String script) throws Exception {
        var run =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OneLaunch.class.getName(),
                                folder.toString(),
                                script)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("run.out").toFile())
                        .start();
        await(() -> Files.exists(folder.resolve("begun")) || !run.isAlive());
        assertThat(run.isAlive()).as(Files.readString(folder.resolve("run.out"))).isTrue();
        run.destroyForcibly().waitFor();
        return run;
    }

    private static void await(BooleanSupplier condition) {
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void made(String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    private LocalHost host() {
        return new LocalHost(folder.resolve("state"), Clock.systemUTC());
    }

    private Launch.Work work() {
        return OneLaunch.work(folder);
    }

    private Launch launch(String script) {
        return OneLaunch.launch(folder, script);
    }

    /** What the killed run does. */
    static final class OneLaunch {
        private OneLaunch() {}

        public static void main(String[] args) {
            var folder = Path.of(args[0]);
            new LocalHost(folder.resolve("state"), Clock.systemUTC())
                    .run(launch(folder, args[1]), _ -> {});
        }

        static Launch.Work work(Path folder) {
            return new Launch.Work(folder.resolve("steps"), folder.toString(), "migrate/upgrade");
        }

        static Launch launch(Path folder, String script) {
            return new Launch(
                    List.of("sh", "-c", script),
                    Optional.empty(),
                    folder,
                    Map.of(),
                    Duration.ofMinutes(1),
                    List.of(),
                    Optional.of(work(folder)));
        }
    }
}
