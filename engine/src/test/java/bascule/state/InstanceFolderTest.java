package bascule.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.journal.Entry;
import bascule.plan.Plan;
import bascule.problem.Refusal;
import bascule.version.Version;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

@NullMarked
class InstanceFolderTest {
    @TempDir Path temp;

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-20T03:12:00Z"), ZoneOffset.UTC);

    private InstanceFolder wiki() {
        return Home.find(Map.of("BASCULE_HOME", temp.toString()), "anna").instance("wiki");
    }

    private static Plan plan() {
        return new Plan(
                "0.1.0",
                "wiki",
                "keycloak",
                "tarball",
                "/srv/x",
                Version.of("1.0"),
                Version.of("2.0"),
                "none",
                Plan.OnFailure.BACK,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }

    @Test
    void a_second_lock_is_refused_and_names_the_holder_until_it_is_let_go() {
        try (var lock = wiki().lock("bascule upgrade wiki")) {
            lock.held();
            refused("BSC-305", () -> wiki().lock("bascule upgrade wiki"));
            assertThat(wiki().lockOwner().orElseThrow().command())
                    .isEqualTo("bascule upgrade wiki");
            refused("BSC-305", () -> wiki().lock("a refused attempt must not free the lock"));
        }
        wiki().lock("again").close();
    }

    @Test
    void a_lock_left_by_a_dead_process_is_no_lock() throws Exception {
        try (var lock = wiki().lock("dies")) {
            lock.held();
        }
        var file = wiki().path().resolve("lock");
        var holder =
                new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; read x")
                        .start();
        try (var output = holder.inputReader()) {
            assertThat(output.readLine()).isEqualTo("held");
        }
        holder.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
        Files.writeString(wiki().path().resolve("lock.owner"), "1\nx\n2026-01-01T00:00:00Z\ny\n");
        wiki().lock("next").close();
    }

    @Test
    void an_unfinished_run_keeps_a_second_run_out_and_an_ended_one_does_not() {
        try (var lock = wiki().lock("test")) {
            var run = wiki().begin(lock, plan(), CLOCK);
            assertThat(wiki().unfinished()).contains(run);
            refused("BSC-306", () -> wiki().begin(lock, plan(), CLOCK));
            try (var journal = run.journal(lock, CLOCK)) {
                journal.append(new Entry.Ended("stuck", ""));
                assertThat(run.finished()).isFalse();
                journal.append(new Entry.Ended("rolled-back", "1.0"));
            }
            var second = wiki().begin(lock, plan(), CLOCK);
            assertThat(second.id()).isGreaterThan(run.id());
            assertThat(wiki().runs()).containsExactly(run, second);
            assertThat(wiki().run(run.id())).isEqualTo(run);
        }
        refused("BSC-314", () -> wiki().run("20200101T000000Z-0000"));
    }

    @Test
    void a_run_whose_making_was_cut_short_is_no_run() throws IOException {
        var torn = wiki().path().resolve("runs/20261120T031200Z-aaaa.new/steps");
        Files.createDirectories(torn);
        assertThat(wiki().unfinished()).isEmpty();
        try (var lock = wiki().lock("test")) {
            wiki().begin(lock, plan(), CLOCK);
        }
        assertThat(torn).doesNotExist();
    }

    @Test
    void a_plan_that_was_changed_after_the_run_began_is_refused() throws IOException {
        try (var lock = wiki().lock("test")) {
            var run = wiki().begin(lock, plan(), CLOCK);
            assertThat(run.plan()).isEqualTo(plan());
            assertThat(run.madeBy()).isEqualTo("0.1.0");
            Files.writeString(
                    run.planFile(), Files.readString(run.planFile()).replace("2.0", "3.0"));
            refused("BSC-304", run::plan);
        }
    }

    @Test
    void the_note_beside_the_root_keeps_another_state_folder_out() throws IOException {
        var root = Files.createDirectories(temp.resolve("srv/app"));
        wiki().claim(root);
        wiki().claim(root);
        assertThat(temp.resolve("srv/.app.bascule")).exists();
        var other = new Home(temp, temp.resolve("other")).instance("wiki");
        refused("BSC-307", () -> other.claim(root));
    }

    @Test
    void the_status_is_read_as_it_was_told() {
        var status =
                new Status(
                        "wiki",
                        "keycloak",
                        "tarball",
                        "/srv/\"x\"",
                        "2.0",
                        Optional.of(CLOCK.instant()),
                        "20261120T031200Z-0000",
                        "upgraded",
                        CLOCK.instant());
        assertThat(wiki().status()).isEmpty();
        wiki().tell(status);
        assertThat(wiki().status()).contains(status);
    }

    @Test
    void homes_follow_the_environment() {
        assertThat(Home.find(Map.of(), "root").state()).isEqualTo(Path.of("/var/lib/bascule"));
        var anna = Map.of("HOME", "/home/anna", "XDG_STATE_HOME", "/s");
        assertThat(Home.find(anna, "anna").state()).isEqualTo(Path.of("/s/bascule"));
        assertThat(Home.find(anna, "anna").config())
                .isEqualTo(Path.of("/home/anna/.config/bascule"));
    }
}
