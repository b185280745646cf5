package bascule.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.host.Door;
import bascule.host.HttpRequest;
import bascule.host.OwnServer;
import bascule.plan.Action;
import bascule.run.Doer.Seen;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The door of a real nginx and of a real Apache. */
@Tag("real")
@NullMarked
class DoorTest {
    @TempDir private Path folder;

    private static Door door(Bench bench, String kind, OwnServer server) {
        return new Door(
                kind,
                Template.of(server.include().toString()),
                server.listener(),
                new HttpRequest(
                        "GET",
                        Template.of(server.visitors()),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                bench.sh(server.test()),
                bench.sh(server.reload()));
    }

    private OwnServer server(String kind) throws IOException {
        return new OwnServer(kind, Files.createDirectories(folder.resolve(kind)), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void visitors_get_503_and_verification_the_page_until_it_opens(String kind) throws IOException {
        try (var server = server(kind)) {
            var bench = new Bench(folder);
            var door = door(bench, kind, server);
            var close = bench.step("quiesce/door", new Action.CloseDoor(door, "wiki"));
            assertThat(bench.world().look(close, bench)).isEqualTo(Seen.NOT_BEGUN);
            bench.take(close);
            assertThat(bench.world().look(close, bench)).isEqualTo(Seen.DONE);
            for (var path : List.of("", "no/such/page")) {
                var visitor = server.ask(server.visitors() + path);
                assertThat(visitor.statusCode()).isEqualTo(503);
                assertThat(visitor.headers().firstValue("Retry-After")).contains("30");
                assertThat(visitor.headers().firstValue("Cache-Control")).contains("no-store");
            }
            var verification = server.ask("http://" + server.listener() + "/");
            assertThat(verification.body()).isEqualTo("the front page");

            var open = bench.step("open/door", new Action.OpenDoor(door, "wiki"));
            assertThat(bench.world().look(open, bench)).isEqualTo(Seen.NOT_BEGUN);
            bench.take(open);
            assertThat(bench.world().look(open, bench)).isEqualTo(Seen.DONE);
            assertThat(server.ask(server.visitors()).body()).isEqualTo("the front page");
            assertThat(server.include()).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void it_is_closed_after_a_reboot_and_half_closed_after_a_crash(String kind) throws IOException {
        try (var server = server(kind)) {
            var bench = new Bench(folder);
            var door = door(bench, kind, server);
            var close = bench.step("quiesce/door", new Action.CloseDoor(door, "wiki"));
            Files.createDirectories(server.include().resolveSibling("."));
            Files.writeString(server.include(), new DoorText(door, "wiki").text());
            // As a crash leaves it before the server was told.
            assertThat(bench.newWorld().look(close, bench)).isEqualTo(Seen.NOT_BEGUN);
            server.reboot();
            assertThat(bench.newWorld().look(close, bench)).isEqualTo(Seen.DONE);
            bench.take(bench.step("back/door", new Action.OpenDoor(door, "wiki")));
            assertThat(server.ask(server.visitors()).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void a_request_that_came_in_before_comes_to_its_end_first(String kind) throws Exception {
        try (var server = server(kind);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bench = new Bench(folder);
            var door = door(bench, kind, server);
            var close = bench.step("quiesce/door", new Action.CloseDoor(door, "wiki"));
            var slow = threads.submit(() -> server.ask(server.visitors() + "slow"));
            var began = System.nanoTime();
            while (Connections.to(server.visitors()).none()) {
                assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
            }
            bench.take(close);
            assertThat(slow.isDone()).as("closed while a request was answered").isTrue();
            assertThat(slow.get().body()).hasSize(6000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void a_server_that_does_not_take_it_is_left_as_it_was(String kind) throws IOException {
        try (var server = server(kind)) {
            var bench = new Bench(folder);
            var good = door(bench, kind, server);
            var refusing =
                    new Door(
                            kind,
                            good.include(),
                            good.listener(),
                            good.visitors(),
                            bench.sh("echo it is not allowed here; exit 1"),
                            good.reload());
            var close = bench.step("quiesce/door", new Action.CloseDoor(refusing, "wiki"));
            assertThatThrownBy(() -> bench.take(close))
                    .hasMessageContaining("BSC-436")
                    .hasMessageContaining("it is not allowed here");
            assertThat(server.include()).doesNotExist();
            assertThat(server.ask(server.visitors()).statusCode()).isEqualTo(200);
        }
    }
}
