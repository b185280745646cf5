package bascule.acceptance.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody who asks for one page again and again, until closed. */
final class Visitor implements AutoCloseable {
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final HttpRequest request;
    private final Thread asking;

    Visitor(String page) {
        request = HttpRequest.newBuilder(URI.create(page)).timeout(Duration.ofMinutes(1)).build();
        asking = Thread.ofVirtual().start(this::ask);
    }

    private void ask() {
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            while (!Thread.interrupted()) {
                answers.add(answer(client));
                // Ten times a second: there are only two cores.
                Thread.sleep(Duration.ofMillis(100));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(HttpClient client) throws InterruptedException {
        try {
            return Integer.toString(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException none) {
            return "000";
        }
    }

    void anew() {
        answers.clear();
    }

    Set<String> read() {
        return Set.copyOf(answers);
    }

    @Override
    public void close() {
        asking.interrupt();
    }
}
