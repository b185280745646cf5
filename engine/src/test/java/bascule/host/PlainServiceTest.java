package bascule.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.problem.Fault;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

@NullMarked
class PlainServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Host.Filler FILLER =
            new Host.Filler() {
                @Override
                public String fill(Template template) {
                    return template.fill(_ -> "");
                }

                @Override
                public List<String> secrets() {
                    return List.of();
                }
            };

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void a_server_under_a_root_that_is_a_link() throws IOException {
        Files.createDirectories(folder.resolve("releases/1/bin"));
        Files.createSymbolicLink(folder.resolve("current"), Path.of("releases/1"));
        program("server", "echo \"$DOOR\" >door; sleep 1000 & echo $! >child; wait");
        program("deaf", "trap '' TERM; while :; do sleep 1; done");
        program("broken", "echo 'port 8080 is taken'; exit 7");
    }

    @AfterEach
    void nothing_runs_on() {
        for (var program : List.of("server", "deaf")) {
            change(Service.Verb.STOP, service(program, "start"), true, Duration.ZERO);
        }
    }

    @Test
    void it_runs_after_start_and_no_child_of_it_after_stop() throws IOException {
        var service = service("server", "start");
        assertThat(standing(service)).isEqualTo(Host.Standing.STOPPED);
        change(Service.Verb.START, service, false, LIMIT);
        assertThat(standing(service)).isEqualTo(Host.Standing.RUNNING);
        await(() -> text("child").endsWith("\n") && text("door").equals("private\n"));
        var child = Integer.parseInt(text("child").strip());
        assertThat(Files.readString(folder.resolve("run/server.pid")).strip()).containsOnlyDigits();
        change(Service.Verb.STOP, service, false, LIMIT);
        assertThat(standing(service)).isEqualTo(Host.Standing.STOPPED);
        assertThat(Processes.of(child)).isEmpty();
        assertThat(folder.resolve("run/server.pid")).doesNotExist();
    }

    /** As that of an application that makes its folders when it starts. */
    @Test
    void the_folder_of_its_pid_file_is_made_if_it_is_not_there() {
        var service = service("server", "start");
        assertThat(folder.resolve("run")).doesNotExist();
        change(Service.Verb.START, service, false, LIMIT);
        assertThat(folder.resolve("run/server.pid")).exists();
    }

    @Test
    void what_runs_is_not_started_twice() {
        var service = service("server", "start");
        change(Service.Verb.START, service, false, LIMIT);
        await(() -> text("child").endsWith("\n"));
        var child = text("child");
        change(Service.Verb.START, service, false, LIMIT);
        assertThat(text("child")).isEqualTo(child);
    }

    @Test
    void one_that_a_person_started_is_found_by_its_command_line() throws Exception {
        var byHand =
                new ProcessBuilder(folder.resolve("current/bin/server").toString(), "start")
                        .directory(folder.toFile())
                        .start();
        var service = service("server", "start");
        await(() -> standing(service) == Host.Standing.RUNNING);
        assertThat(standing(service("server", "export"))).isEqualTo(Host.Standing.STOPPED);
        change(Service.Verb.STOP, service, false, LIMIT);
        byHand.waitFor();
        assertThat(standing(service)).isEqualTo(Host.Standing.STOPPED);
    }

    @Test
    void one_that_a_person_started_is_found_by_its_pid_file() throws Exception {
        var byHand =
                new ProcessBuilder("sleep", "1000")
                        .directory(folder.resolve("releases/1").toFile())
                        .start();
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/server.pid"), byHand.pid() + "\n");
        assertThat(standing(service("server", "start"))).isEqualTo(Host.Standing.RUNNING);
        byHand.destroyForcibly().waitFor();
        assertThat(standing(service("server", "start"))).isEqualTo(Host.Standing.STOPPED);
    }

    @Test
    void a_recorded_number_that_is_somebody_elses_by_now_proves_nothing() throws Exception {
        var other = new ProcessBuilder("sleep", "1000").directory(new java.io.File("/")).start();
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/server.pid"), other.pid() + "\n");
        var service = service("server", "start");
        assertThat(standing(service)).isEqualTo(Host.Standing.STOPPED);
        change(Service.Verb.STOP, service, true, LIMIT);
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    @Test
    void one_of_the_same_name_that_another_account_keeps_is_left_alone() throws Exception {
        var service = service("server", "start");
        change(Service.Verb.START, service, false, LIMIT);
        Files.createDirectories(folder.resolve("other"));
        var elsewhere = service("server", folder.resolve("other"), "start");
        var theirs = new LocalHost(folder.resolve("their-state"), Clock.systemUTC());
        assertThat(theirs.standing(elsewhere, FILLER)).isEqualTo(Host.Standing.STOPPED);
        theirs.change(
                new Host.ServiceChange(Service.Verb.STOP, elsewhere, Map.of(), true),
                FILLER,
                LIMIT);
        assertThat(standing(service)).isEqualTo(Host.Standing.RUNNING);
    }

    @Test
    void a_zombie_has_ended() throws Exception {
        var parent =
                new ProcessBuilder(
                                "sh", "-c", "(cd current; sh bin/server start) & exec sleep 1000")
                        .directory(folder.toFile())
                        .start();
        var service = service("server", "start");
        await(() -> standing(service) == Host.Standing.RUNNING);
        change(Service.Verb.STOP, service, false, LIMIT);
        assertThat(standing(service)).isEqualTo(Host.Standing.STOPPED);
        assertThat(parent.isAlive()).isTrue();
        parent.destroyForcibly();
    }

    @Test
    void one_that_will_not_end_is_ended_by_force_only_where_that_is_asked() {
        var service = service("deaf", "start");
        change(Service.Verb.START, service, false, LIMIT);
        assertThatThrownBy(() -> change(Service.Verb.STOP, service, false, Duration.ofMillis(300)))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-442");
        assertThat(standing(service)).isEqualTo(Host.Standing.RUNNING);
        change(Service.Verb.STOP, service, true, Duration.ofMillis(300));
        assertThat(standing(service)).isEqualTo(Host.Standing.STOPPED);
    }

    @Test
    void one_that_ends_as_soon_as_it_begins_says_why() {
        var service = service("broken", "start");
        try {
            change(Service.Verb.START, service, false, LIMIT);
        } catch (Fault ended) {
            assertThat(ended).hasMessageContaining("BSC-440").hasMessageContaining("port 8080");
        }
        await(() -> standing(service) == Host.Standing.STOPPED);
        assertThat(host().output(service).orElseThrow()).content().contains("port 8080 is taken");
    }

    private void change(Service.Verb verb, Service service, boolean force, Duration limit) {
        host().change(
                        new Host.ServiceChange(
                                verb, service, Map.of("DOOR", Template.of("private")), force),
                        FILLER,
                        limit);
    }

    private Host.Standing standing(Service service) {
        return host().standing(service, FILLER);
    }

    private LocalHost host() {
        return new LocalHost(folder.resolve("state"), Clock.systemUTC());
    }

    private Service service(String program, String... words) {
        return service(program, folder, words);
    }

    private static Service service(String program, Path folder, String... words) {
        var argv =
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(folder + "/current/bin/" + program),
                        Arrays.stream(words));
        return new Service.Plain(
                program,
                new Command(
                        argv.map(Template::of).toList(),
                        Optional.empty(),
                        Template.of(folder.toString()),
                        Map.of(),
                        Optional.empty(),
                        LIMIT),
                Template.of(folder.resolve("run/server.pid").toString()),
                Template.of(folder.resolve("current").toString()));
    }

    private void program(String name, String script) throws IOException {
        var file =
                Files.writeString(folder.resolve("releases/1/bin/" + name), "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException notYet) {
            return "";
        }
    }

    private static void await(BooleanSupplier condition) {
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
