package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The management plugin of a RabbitMQ server, over HTTP. Account and password go in a header, and
 * what the server answers is told without the password.
 */
final class RabbitmqTalk implements AutoCloseable {
    private static final Duration CONNECTS = Duration.ofSeconds(10);
    private static final Duration ANSWERS = Duration.ofMinutes(2);
    private static final int LONGEST = 200;

    private final String base;
    private final String account;
    private final String password;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECTS).build();

    RabbitmqTalk(Connection to) {
        this.base = base(to);
        this.account = to.part("user").orElse("guest");
        this.password = to.part("password").orElse("guest");
    }

    /** The plugin has an address of its own; where none is told it is at its usual port. */
    static String base(Connection to) {
        var told = to.part("management").orElse("15672");
        return told.matches("\\d+")
                ? "http://%s:%s".formatted(to.part("host").orElse("localhost"), told)
                : told.replaceFirst("/+$", "");
    }

    /**
     * @param status of HTTP
     */
    record Answer(int status, String body) {
        boolean isDone() {
            return status / 100 == 2;
        }
    }

    /** A path of names, each of which may have any letters. */
    static String path(String... names) {
        return Arrays.stream(names)
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/api/", ""));
    }

    Answer ask(String method, String path, String body) throws IOException {
        var secret =
                Base64.getEncoder()
                        .encodeToString(
                                (account + ":" + password).getBytes(StandardCharsets.UTF_8));
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(ANSWERS)
                        .header("Authorization", "Basic " + secret)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException cutShort) {
            throw new Fault("BSC-404", Text.of("host.cut-short"), cutShort);
        }
    }

    /**
     * @throws Fault of this code if it is not done
     */
    String must(String code, String method, String path, String body) throws IOException {
        var answer = ask(method, path, body);
        if (!answer.isDone()) {
            throw refused(code, method, path, answer);
        }
        return answer.body();
    }

    Fault refused(String code, String method, String path, Answer answer) {
        var said = answer.body().strip();
        var cut = said.length() > LONGEST ? said.substring(0, LONGEST) : said;
        return new Fault(
                code,
                Text.of(
                        "store.rabbitmq.answer",
                        base,
                        method + " " + path,
                        answer.status(),
                        password.isEmpty() ? cut : cut.replace(password, "…")));
    }

    @Override
    public void close() {
        client.close();
    }
}
