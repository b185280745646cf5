package bascule.check;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.host.Host;
import bascule.host.SimHost;
import bascule.plan.Fabricated;
import bascule.plan.Plan;
import bascule.plan.Powers;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** What the built-in checks find of a ledger that lies in a folder of our own. */
@NullMarked
class ChecksTest {
    @TempDir Path folder;

    private final SimHost host = new SimHost();
    private Fabricated ledger = Fabricated.of(folder(), "ledger", "3.0");

    private static Path folder() {
        return Path.of("src/test/resources/plan/recipes");
    }

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(folder.resolve("ledger"));
        Files.writeString(
                folder.resolve("ledger.yaml"),
                """
                instance: ledger
                recipe: ledger
                method: archive
                root: %s
                facts: { api: "http://127.0.0.1:%d" }
                """
                        .formatted(folder.resolve("ledger"), freePort()));
        ledger = read("yes");
    }

    private Fabricated read(String backups) {
        var recipes = new bascule.recipe.Recipes(java.util.List.of(folder()));
        var instance = new bascule.instance.Instances(folder, recipes).read("ledger");
        return Fabricated.of(recipes, instance, "3.0")
                .powers(Powers.TODAY)
                .fact("schema", "3.0")
                .fact("pending", "0")
                .fact("backups", backups)
                .absent("flag");
    }

    /** By a clock that says half past four on a Sunday, where an hour is known to be needed. */
    private String window(String window, String... accepted) throws IOException {
        Files.writeString(
                folder.resolve("ledger.yaml"),
                "windows: [" + window + "]\n",
                java.nio.file.StandardOpenOption.APPEND);
        ledger = read("yes").accepting(accepted);
        host.clock(Clock.fixed(Instant.parse("2026-11-22T04:30:00Z"), ZoneOffset.UTC));
        var plan = ledger.plan("4.0");
        var migrate = plan.outages().getFirst().legs().getFirst().steps().getLast();
        var known = ledger.options().knowing(Map.of(migrate.id(), Duration.ofHours(1)));
        var timed = new bascule.plan.Planner(ledger.subject(), ledger.survey(), known).plan("4.0");
        return code(found("window", timed));
    }

    @Test
    void a_door_that_would_be_closed_outside_of_a_window_blocks() throws IOException {
        assertThat(window("\"Sun 02:00-05:00 UTC\"")).isEqualTo("block BSC-121");
    }

    @Test
    void without_windows_it_may_be_closed_at_any_time() throws IOException {
        assertThat(window("")).isEqualTo("pass");
    }

    @Test
    void a_window_that_is_long_enough_lets_the_door_close() throws IOException {
        assertThat(window("\"Sun 02:00-06:00 UTC\"")).isEqualTo("pass");
    }

    @Test
    void somebody_may_close_it_all_the_same() throws IOException {
        assertThat(window("\"Mon 02:00-06:00 UTC\"", "window")).isEqualTo("warn BSC-121");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Finding found(String check, Plan plan) {
        var ground =
                new Ground(
                        ledger.subject(),
                        ledger.survey(),
                        ledger.options(),
                        host,
                        folder.resolve("backups"),
                        Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        return Checks.builtIn(ground, plan.purpose()).stream()
                .filter(each -> each.name().equals(check))
                .findFirst()
                .orElseThrow()
                .look(plan);
    }

    private static String code(Finding finding) {
        return switch (finding) {
            case Finding.Pass _ -> "pass";
            case Finding.Warn(var problem) -> "warn " + problem.code();
            case Finding.Block(var problem) -> "block " + problem.code();
        };
    }

    private String code(String check) {
        return code(found(check, ledger.plan("4.0")));
    }

    @Test
    void a_disk_without_room_blocks_and_says_how_much_is_missing() {
        host.free(1000);
        var finding = found("space", ledger.plan("4.0"));
        assertThat(code(finding)).isEqualTo("block BSC-101");
        host.free(1L << 40);
        assertThat(code("space")).isEqualTo("pass");
    }

    @Test
    void a_fresh_plan_passes_and_one_of_another_release_is_stale() {
        var plan = ledger.plan("4.0");
        assertThat(code(found("plan", plan))).isEqualTo("pass");
        var other = Fabricated.of(folder(), "ledger", "3.0").powers(Powers.TODAY);
        assertThat(code(found("plan", complete(other).plan("4.0")))).isEqualTo("block BSC-109");
    }

    private static Fabricated complete(Fabricated other) {
        return other.fact("schema", "3.0")
                .fact("backups", "yes")
                .fact("pending", "0")
                .absent("flag");
    }

    @Test
    void what_the_recipe_asks_blocks_until_it_is_accepted() {
        ledger = read("no");
        assertThat(code("backups")).isEqualTo("block BSC-110");
        ledger = read("no").accepting("backups");
        assertThat(code("backups")).isEqualTo("warn BSC-110");
    }

    @Test
    void a_port_that_something_else_sits_on_blocks() throws IOException {
        assertThat(code("ports")).isEqualTo("pass");
        var api = ledger.subject().body().facts().get("api");
        var port =
                Integer.parseInt(
                        String.valueOf(api).replaceAll("(?s).*127\\.0\\.0\\.1:(\\d+).*", "$1"));
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(code("ports")).isEqualTo("block BSC-105");
            host.service("server", Host.Standing.RUNNING);
            assertThat(code("ports")).isEqualTo("pass");
        }
    }

    @Test
    void notes_that_nobody_acknowledged_block() {
        var instance = Fabricated.of(folder(), "ledger", "1.0").powers(Powers.TODAY);
        assertThat(code(Notices.look(complete(instance).plan("2.0")))).isEqualTo("block BSC-120");
        assertThat(code(Notices.look(complete(instance).accepting("rights").plan("2.0"))))
                .isEqualTo("pass");
    }

    @Test
    void an_unfinished_run_blocks() {
        var plan = ledger.plan("4.0");
        assertThat(code(Checks.unfinished(() -> Optional.of("20261120T031200Z-ab12")).look(plan)))
                .isEqualTo("block BSC-108");
        assertThat(code(Checks.unfinished(Optional::empty).look(plan))).isEqualTo("pass");
    }

    @Test
    void folders_that_can_be_written_pass() {
        assertThat(code("permissions")).isEqualTo("pass");
    }
}
