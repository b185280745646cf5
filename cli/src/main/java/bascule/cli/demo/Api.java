package bascule.cli.demo;

import bascule.json.Json;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an administrator and a visitor ask of a Keycloak over HTTP. */
public final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();
    private final String base;
    private final String adminPassword;

    public Api(String base, String adminPassword) {
        this.base = base;
        this.adminPassword = adminPassword;
    }

    /** How a sign-in ended: the status, or 0 and why there was none. */
    public record Answer(int status, String body) {
        public boolean good() {
            return status / 100 == 2;
        }
    }

    /** A real sign-in of a user of the demo's realm. */
    Answer signIn(String user, String password, Duration limit) {
        return send(tokenRequest(Settings.REALM, Settings.CLIENT, user, password).timeout(limit));
    }

    public boolean signsIn(String user) {
        return signIn(user, Settings.password(user), Duration.ofSeconds(5)).good();
    }

    /** Whether an administrator can sign in: then it serves. */
    public boolean serves() {
        return token().isPresent();
    }

    public Answer createRealm(String realm) {
        return asAdmin("POST", "/admin/realms", Optional.of(realm), Duration.ofMinutes(5));
    }

    /** How many users the realm has; nothing if it does not answer. */
    public Optional<Integer> users() {
        var answer =
                asAdmin(
                        "GET",
                        "/admin/realms/" + Settings.REALM + "/users/count",
                        Optional.empty(),
                        Duration.ofSeconds(20));
        return answer.good() ? Optional.of(Integer.parseInt(answer.body().strip())) : Optional.empty();
    }

    public Answer createUser(String name) {
        return asAdmin(
                "POST",
                "/admin/realms/" + Settings.REALM + "/users",
                Optional.of(Json.line(Realm.user(name))),
                Duration.ofSeconds(20));
    }

    /** Takes a user's right to sign in away. */
    Answer lockOut(String name) {
        var users = "/admin/realms/" + Settings.REALM + "/users";
        var found =
                asAdmin(
                        "GET",
                        users + "?exact=true&username=" + name,
                        Optional.empty(),
                        Duration.ofSeconds(20));
        if (!found.good()) {
            return found;
        }
        var id = Json.read(found.body(), JsonNode.class).path(0).path("id").asString();
        return asAdmin(
                "PUT",
                users + "/" + id,
                Optional.of(Json.line(Map.of("enabled", false))),
                Duration.ofSeconds(20));
    }

    private Answer asAdmin(String method, String path, Optional<String> body, Duration limit) {
        var token = token();
        if (token.isEmpty()) {
            return new Answer(0, "no administrator can sign in");
        }
        var publisher =
                body.map(HttpRequest.BodyPublishers::ofString)
                        .orElseGet(HttpRequest.BodyPublishers::noBody);
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Authorization", "Bearer " + token.get())
                        .header("Content-Type", "application/json")
                        .timeout(limit)
                        .method(method, publisher));
    }

    private Optional<String> token() {
        var answer =
                send(
                        tokenRequest("master", "admin-cli", "admin", adminPassword)
                                .timeout(Duration.ofSeconds(10)));
        return answer.good()
                ? Optional.of(
                        Json.read(answer.body(), JsonNode.class).path("access_token").asString())
                : Optional.empty();
    }

    private HttpRequest.Builder tokenRequest(
            String realm, String clientId, String user, String password) {
        var form =
                Map.of(
                        "grant_type", "password",
                        "client_id", clientId,
                        "username", user,
                        "password", password);
        var body =
                form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(
                        URI.create(base + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException none) {
            return new Answer(0, String.valueOf(none));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new Answer(0, "interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

}
