package bascule.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.plan.Action;
import bascule.plan.Step;
import bascule.run.Doer.Seen;
import bascule.store.Bytes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

@NullMarked
class FetchTest {
    private static final byte[] BYTES = new byte[300_000];

    @TempDir Path folder = Path.of("");
    private final HttpServer server = server();
    private final List<String> ranges = new ArrayList<>();
    private Bench bench = new Bench(Path.of(""));
    private String sha256 = "";

    private static HttpServer server() {
        return Moves.got(
                Path.of("/"),
                () ->
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    @BeforeEach
    void a_publisher() throws IOException {
        bench = new Bench(folder);
        new Random(1).nextBytes(BYTES);
        Files.write(folder.resolve("published"), BYTES);
        sha256 = Bytes.sha256(folder.resolve("published"));
        server.createContext("/app.tar.gz", this::whole);
        server.createContext("/cut.tar.gz", this::cut);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void whole(HttpExchange exchange) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        var from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        ranges.add(range == null ? "all" : range);
        exchange.sendResponseHeaders(range == null ? 200 : 206, BYTES.length - from);
        exchange.getResponseBody().write(BYTES, from, BYTES.length - from);
        exchange.close();
    }

    private void cut(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, BYTES.length);
        exchange.getResponseBody().write(BYTES, 0, 100_000);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @Test
    void a_file_is_fetched_and_proved() {
        var step = step(url("app.tar.gz"), sha256);
        assertThat(bench.newWorld().look(step, bench)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(step);
        assertThat(folder.resolve("downloads/app")).hasBinaryContent(BYTES);
        assertThat(bench.newWorld().look(step, bench)).isEqualTo(Seen.DONE);
    }

    @Test
    void an_earlier_attempt_is_gone_on_with() throws IOException {
        var part =
                Files.createDirectories(folder.resolve("downloads")).resolve(".app.bascule-part");
        Files.write(part, Arrays.copyOf(BYTES, 100_000));
        bench.take(step(url("app.tar.gz"), sha256));
        assertThat(folder.resolve("downloads/app")).hasBinaryContent(BYTES);
        assertThat(ranges).containsExactly("bytes=100000-");
    }

    @Test
    void an_earlier_attempt_of_something_else_is_begun_anew() throws IOException {
        var part =
                Files.createDirectories(folder.resolve("downloads")).resolve(".app.bascule-part");
        Files.write(part, new byte[100_000]);
        bench.take(step(url("app.tar.gz"), sha256));
        assertThat(folder.resolve("downloads/app")).hasBinaryContent(BYTES);
        assertThat(ranges).containsExactly("bytes=100000-", "all");
    }

    @Test
    void what_has_not_its_checksum_gets_no_name() {
        var step = step(url("app.tar.gz"), "0".repeat(64));
        assertThatThrownBy(() -> bench.take(step)).hasMessageContaining("BSC-415");
        assertThat(folder.resolve("downloads/app")).doesNotExist();
        assertThat(folder.resolve("downloads/.app.bascule-part")).doesNotExist();
    }

    @Test
    void what_ends_too_early_is_no_file_and_is_gone_on_with_later() {
        assertThatThrownBy(() -> bench.take(step(url("cut.tar.gz"), sha256)))
                .hasMessageContaining("BSC-4");
        assertThat(folder.resolve("downloads/app")).doesNotExist();
        bench.found.clear();
        bench.take(step(url("app.tar.gz"), sha256));
        assertThat(folder.resolve("downloads/app")).hasBinaryContent(BYTES);
    }

    @Test
    void what_is_not_there_says_so() {
        assertThatThrownBy(() -> bench.take(step(url("none"), sha256)))
                .hasMessageContaining("BSC-416")
                .hasMessageContaining("404");
    }

    @Test
    void a_file_of_this_machine_is_fetched_like_any_other() {
        bench.take(step(folder.resolve("published").toString(), sha256));
        assertThat(folder.resolve("downloads/app")).hasBinaryContent(BYTES);
    }

    private String url(String name) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), name);
    }

    private Step step(String location, String sum) {
        return bench.step(
                "fetch",
                new Action.Fetch(
                        "archive",
                        Template.of(location),
                        bench.at("downloads/app"),
                        Optional.of(sum),
                        Optional.empty()));
    }
}
