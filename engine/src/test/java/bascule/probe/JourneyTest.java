package bascule.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.host.HttpRequest;
import bascule.host.SimHost;
import bascule.problem.Fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

@NullMarked
class JourneyTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<String> seen = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private String base;

    JourneyTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @BeforeEach
    void start() {
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private void serve(HttpExchange http) throws IOException {
        var path = http.getRequestURI().getPath();
        var body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(http.getRequestMethod() + " " + path + " " + body);
        var headers = http.getResponseHeaders();
        switch (path) {
            case "/sign-in" -> {
                headers.add("Set-Cookie", "session=s1; Path=/");
                answer(http, 200, "{\"access_token\": \"tok-123456789\", \"n\": [{\"id\": 7}]}");
            }
            case "/me" -> {
                var cookie = String.valueOf(http.getRequestHeaders().getFirst("Cookie"));
                var bearer = String.valueOf(http.getRequestHeaders().getFirst("Authorization"));
                answer(http, 200, cookie + " " + bearer);
            }
            case "/moved" -> {
                headers.add("Location", "/me");
                answer(http, 302, "");
            }
            case "/away" -> {
                headers.add("Location", "http://elsewhere.invalid/x?secret=1");
                answer(http, 302, "");
            }
            case "/loop" -> {
                headers.add("Location", "/loop");
                answer(http, 302, "");
            }
            case "/echo" -> answer(http, 401, "no: " + body);
            case "/host" -> answer(http, 200, http.getRequestHeaders().getFirst("Host"));
            case "/large" -> answer(http, 200, "x".repeat(3 << 20));
            case "/never" -> {
                try {
                    over.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            case "/half" -> {
                http.sendResponseHeaders(200, 100);
                http.getResponseBody().write('x');
                http.getResponseBody().flush();
                try {
                    over.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            default -> answer(http, 404, "nothing here");
        }
    }

    private static void answer(HttpExchange http, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        try (http) {
            http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            http.getResponseBody().write(bytes);
        } catch (IOException _) {
            // A client that reads no further is what one of the tests is about.
        }
    }

    private HttpRequest request(String method, String path) {
        return new HttpRequest(
                method,
                Template.of(path.startsWith("http") ? path : base + path),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static HttpRequest with(
            HttpRequest request, Map<String, String> headers, Map<String, String> form) {
        var filled = new LinkedHashMap<String, Template>();
        headers.forEach((name, value) -> filled.put(name, Template.of(value)));
        var fields = new LinkedHashMap<String, Template>();
        form.forEach((name, value) -> fields.put(name, Template.of(value)));
        return new HttpRequest(
                request.method(),
                request.url(),
                filled,
                fields,
                request.body(),
                request.codes(),
                request.key(),
                request.match(),
                request.take());
    }

    private static HttpRequest reading(
            HttpRequest request,
            List<Integer> codes,
            Optional<String> key,
            Optional<String> match,
            Map<String, String> take) {
        return new HttpRequest(
                request.method(),
                request.url(),
                request.headers(),
                request.form(),
                request.body(),
                codes,
                key,
                match,
                take);
    }

    private static List<Journey.Reply> run(HttpRequest... requests) {
        return new Journey(SOON)
                .run(List.of(requests), SimHost.filler(Map.of("pw", "s3cret &pw"), "pw"));
    }

    @Test
    void cookies_and_what_was_taken_go_along() {
        var signIn =
                reading(
                        with(
                                request("POST", "/sign-in"),
                                Map.of(),
                                Map.of("user", "ann", "password", "${pw}")),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("token", "access_token", "id", "n.0.id"));
        var me =
                with(
                        request("GET", "/me"),
                        Map.of("Authorization", "Bearer ${token}-${id}"),
                        Map.of());
        var replies = run(signIn, me);
        assertThat(seen.getFirst()).contains("password=s3cret+%26pw");
        assertThat(replies.getFirst().taken()).containsEntry("id", "7");
        assertThat(replies.getLast().body()).isEqualTo("session=s1 Bearer tok-123456789-7");
    }

    @Test
    void a_redirect_is_followed_at_home_and_never_elsewhere() {
        assertThat(run(request("GET", "/moved")).getFirst().status()).isEqualTo(200);
        assertThatThrownBy(() -> run(request("GET", "/away")))
                .hasMessageContaining("BSC-462")
                .hasMessageContaining("302")
                .hasMessageContaining("elsewhere.invalid")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> run(request("GET", "/loop"))).hasMessageContaining("302");
        var wanted =
                reading(
                        request("GET", "/moved"),
                        List.of(302),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        assertThat(run(wanted).getFirst().status()).isEqualTo(302);
    }

    @Test
    void key_and_match_must_be_there_and_are_the_answer() {
        var both = request("POST", "/sign-in");
        var read = reading(both, List.of(), Optional.of("n.0.id"), Optional.of("\\d"), Map.of());
        assertThat(run(read).getFirst().answer()).isEqualTo("7");
        for (var bad :
                List.of(
                        reading(both, List.of(), Optional.of("x"), Optional.empty(), Map.of()),
                        reading(both, List.of(), Optional.empty(), Optional.of("zz"), Map.of()),
                        reading(
                                both,
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of("a", "none")))) {
            assertThatThrownBy(() -> run(bad)).hasMessageContaining("BSC-463");
        }
    }

    @Test
    void no_error_tells_a_secret_or_a_token() {
        var signIn =
                reading(
                        request("POST", "/sign-in"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("token", "access_token"));
        var echo =
                with(
                        request("POST", "/echo?a=${pw}"),
                        Map.of(),
                        Map.of("a", "${pw}", "b", "${token}"));
        assertThatThrownBy(() -> run(signIn, request("POST", "/echo/${pw}")))
                .hasMessageContaining("BSC-460")
                .hasMessageNotContaining("s3cret");
        var encoded =
                new HttpRequest(
                        "POST",
                        Template.of(base + "/echo"),
                        Map.of(),
                        echo.form(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        assertThatThrownBy(() -> run(signIn, encoded))
                .hasMessageContaining("BSC-462")
                .hasMessageContaining("401")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("tok-123456789");
    }

    @Test
    void a_value_in_a_json_body_cannot_break_out_of_its_quotes() {
        var post =
                new HttpRequest(
                        "POST",
                        Template.of(base + "/echo"),
                        Map.of("Content-Type", Template.of("application/json")),
                        Map.of(),
                        Optional.of(Template.of("{\"a\": \"${x}\"}")),
                        List.of(401),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        new Journey(SOON).run(List.of(post), SimHost.filler(Map.of("x", "q\"\\\n")));
        assertThat(seen.getFirst()).endsWith("{\"a\": \"q\\\"\\\\\\n\"}");
    }

    @Test
    void a_virtual_host_is_asked_by_its_name() {
        var host = with(request("GET", "/host"), Map.of("Host", "site1.example"), Map.of());
        assertThat(run(host).getFirst().body()).isEqualTo("site1.example");
    }

    @Test
    void no_more_than_a_mebibyte_is_read() {
        assertThat(run(request("GET", "/large")).getFirst().body()).hasSize(1 << 20);
    }

    @Test
    void silence_ends_at_the_limit_before_and_inside_an_answer() {
        for (var path : List.of("/never", "/half")) {
            var limit = Duration.ofMillis(300);
            assertThatThrownBy(
                            () ->
                                    new Journey(limit)
                                            .run(
                                                    List.of(request("GET", path)),
                                                    SimHost.filler(Map.of())))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-461");
        }
    }

    @Test
    void what_does_not_listen_does_not_exist_or_speaks_no_tls_is_told_apart() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> run(request("GET", "http://127.0.0.1:" + free + "/x")))
                .hasMessageContaining("BSC-460")
                .hasMessageContaining("nothing listens");
        assertThatThrownBy(() -> run(request("GET", "http://no-such-host.invalid/")))
                .hasMessageContaining("no such host");
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerInTheClear(plain));
            var url = "https://127.0.0.1:" + plain.getLocalPort() + "/x";
            assertThatThrownBy(() -> run(request("GET", url)))
                    .hasMessageContaining("BSC-460")
                    .hasMessageContaining("no trusted connection");
        }
        assertThatThrownBy(() -> run(request("GET", "ftp://a/x"))).hasMessageContaining("BSC-460");
        assertThatThrownBy(() -> run(request("GET", "http:nonsense")))
                .hasMessageContaining("BSC-460");
    }

    private static void answerInTheClear(ServerSocket server) {
        try (var socket = server.accept()) {
            // It listens first: an answer before the question leaves some clients waiting for more.
            var heard = socket.getInputStream().read(new byte[4096]);
            assertThat(heard).isPositive();
            socket.getOutputStream()
                    .write("HTTP/1.1 400 no\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            // And it hangs up last: an end in the middle of a handshake leaves some waiting, too.
            while (socket.getInputStream().read(new byte[4096]) >= 0) {}
        } catch (IOException _) {
            // The client has gone.
        }
    }
}
