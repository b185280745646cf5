package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Ctrl-C, once and twice, before the outage and in it. */
class InterruptTest {
    private static final Pattern PID = Pattern.compile("\"pid\":\"(\\d+)\"");

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Site site;

    @BeforeEach
    void install() throws IOException {
        site = new Site(folder, true);
    }

    @AfterEach
    void end() throws IOException {
        site.close();
    }

    @Test
    void before_the_outage_it_stops_and_takes_away_what_was_staged() throws Exception {
        var asked = new CountDownLatch(1);
        var given = new CountDownLatch(1);
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.startVirtualThread(task));
        server.createContext(
                "/",
                exchange -> {
                    asked.countDown();
                    try {
                        given.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        server.start();
        try {
            var file = site.config().resolve("instances/lamp.yaml");
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst("archives: .*", "archives: \"" + url + "\""));
            var upgrade = upgrade();
            await(() -> said().contains("stage/fetch") && steps().contains("stage/fetch"));
            interrupt();
            var ran = site.finished(upgrade);
            assertThat(ran.code()).as(ran.said()).isEqualTo(16);
            assertThat(ran.said()).contains("asked to stop");
        } finally {
            given.countDown();
            server.stop(0);
        }
        assertThat(site.ask("/health")).isEqualTo("1.0.0");
        assertThat(folder.resolve("releases/2.0.0")).doesNotExist();
    }

    @Test
    void in_the_outage_it_goes_on_to_a_safe_end() throws IOException {
        Files.createFile(site.data().resolve("slow"));
        var upgrade = upgrade();
        await(() -> steps().contains("verify/health"));
        interrupt();
        await(() -> said().contains("Ctrl-C once more goes back"));
        Files.delete(site.data().resolve("slow"));
        var ran = site.finished(upgrade);
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(site.ask("/health")).isEqualTo("2.0.0");
    }

    @Test
    void twice_in_the_outage_it_goes_back() throws IOException {
        Files.createFile(site.data().resolve("slow"));
        var upgrade = upgrade();
        await(() -> steps().contains("verify/health"));
        interrupt();
        await(() -> said().contains("Ctrl-C once more goes back"));
        interrupt();
        await(() -> steps().contains("back/start"));
        Files.delete(site.data().resolve("slow"));
        var ran = site.finished(upgrade);
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        assertThat(site.ask("/health")).isEqualTo("1.0.0");
        assertThat(site.rows()).isEqualTo(Site.ROWS);
    }

    private Process upgrade() {
        return site.begin(Map.of(), "upgrade", "lamp", "--to", "2.0.0", "--yes");
    }

    /** To the process that the instance's lock names. */
    private void interrupt() {
        var found =
                PID.matcher(site.bascule(folder.resolve("status.log"), "status", "lamp", "--json"));
        assertThat(found.find()).isTrue();
        try {
            assertThat(new ProcessBuilder("kill", "-INT", found.group(1)).start().waitFor())
                    .isZero();
        } catch (IOException | InterruptedException cannot) {
            throw new AssertionError(cannot);
        }
    }

    private String said() {
        return text(folder.resolve("said.log"));
    }

    private String steps() {
        try {
            return text(site.journal());
        } catch (IOException | java.util.NoSuchElementException notYet) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static void await(BooleanSupplier so) {
        var until = System.nanoTime() + 60_000_000_000L;
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
