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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is named under `notify` hears when it begins, when it ends, and when hands are needed. */
class ToldTest {
    @TempDir Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // made before each test
    private Site site;

    @SuppressWarnings("NullAway.Init")
    private HttpServer hook;

    @BeforeEach
    void install() throws IOException {
        site = new Site(folder, true);
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext(
                "/hook",
                exchange -> {
                    heard.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        hook.start();
        var note = folder.resolve("note");
        Files.writeString(note, "#!/bin/sh\ncat >>'%s/noted'\n".formatted(folder));
        assertThat(note.toFile().setExecutable(true)).isTrue();
        told(
                "notify:\n  - %s\n  - http://127.0.0.1:%d/hook\n"
                        .formatted(note, hook.getAddress().getPort()));
    }

    private void told(String whom) throws IOException {
        var file = site.config().resolve("instances/lamp.yaml");
        Files.writeString(file, whom, StandardOpenOption.APPEND);
    }

    @AfterEach
    void end() throws IOException {
        hook.stop(0);
        site.close();
    }

    private String noted() throws IOException {
        return Files.readString(folder.resolve("noted"));
    }

    @Test
    void an_upgrade_is_told_at_its_beginning_and_at_its_end() throws IOException {
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(noted()).contains("begins to upgrade lamp from 1.0.0 to 2.0.0");
        assertThat(heard).hasSize(2).allMatch(said -> said.contains("\"instance\":\"lamp\""));
        assertThat(heard.getLast()).contains("2.0.0");
    }

    @Test
    void a_run_that_waits_is_told_with_its_reason_and_so_is_its_way_back() throws IOException {
        var ran =
                site.bascule("upgrade", "lamp", "--to", "2.1.0", "--yes", "--on-failure", "pause");
        assertThat(ran.code()).as(ran.said()).isEqualTo(14);
        assertThat(heard).hasSize(2);
        assertThat(heard.getLast()).contains("waits for your choice", "401", "bascule resume");
        assertThat(noted()).contains("waits for your choice").doesNotContain("s3cret");
        assertThat(site.bascule("resume", "lamp").code()).isEqualTo(14);
        assertThat(heard).hasSize(2);
        assertThat(site.bascule("resume", "lamp", "--back").code()).isEqualTo(10);
        assertThat(heard).hasSize(3);
    }

    /** A banner that users see beforehand, taken away when the application is open again. */
    @Test
    void users_are_told_by_requests_that_are_taken_back() throws IOException {
        var asked = new CopyOnWriteArrayList<String>();
        hook.createContext(
                "/banner",
                exchange -> {
                    var body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + body);
                    var answer = "{\"data\": {\"id\": 77}}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        told(
                """
                announce:
                  banner:
                    http:
                      post: "%1$s"
                      json: { text: "${announcement}", from: "${outage.start}" }
                      take: { banner: data.id }
                    undo: { http: { delete: "%1$s/${banner}" } }
                """
                        .formatted("http://127.0.0.1:" + hook.getAddress().getPort() + "/banner"));
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst())
                .startsWith("POST /banner ")
                .contains("it is upgraded to 2.0.0");
        assertThat(asked.getLast()).startsWith("DELETE /banner/77");
    }

    @Test
    void nobody_listening_keeps_no_upgrade_from_going_on() throws IOException {
        hook.stop(0);
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(ran.said()).contains("announce/tell:http").contains("nothing listens");
    }
}
