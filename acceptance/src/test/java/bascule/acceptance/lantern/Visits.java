package bascule.acceptance.lantern;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A visitor who comes forty times a second, and takes the time in which nobody answers. */
final class Visits implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(25);

    private final HttpRequest request;
    private final AtomicLong nobody = new AtomicLong();
    private final Thread coming;

    Visits(int port) {
        request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rows"))
                        .timeout(Duration.ofMinutes(1))
                        .build();
        coming = Thread.ofVirtual().start(this::come);
    }

    private void come() {
        try (var client = HttpClient.newHttpClient()) {
            var since = 0L;
            while (!Thread.interrupted()) {
                var asked = System.nanoTime();
                if (served(client)) {
                    nobody.addAndGet(since == 0 ? 0 : System.nanoTime() - since);
                    since = 0;
                } else if (since == 0) {
                    since = asked;
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean served(HttpClient client) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException none) {
            return false;
        }
    }

    /** Seconds from the first visit in vain to the end of the next that was not, all together. */
    double nobody() throws InterruptedException {
        // The visit that finds somebody again may be under way.
        Thread.sleep(EVERY.multipliedBy(8));
        return nobody.get() / 1e9;
    }

    @Override
    public void close() {
        coming.interrupt();
    }
}
