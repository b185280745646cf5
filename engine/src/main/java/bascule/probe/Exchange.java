package bascule.probe;

import bascule.host.Redaction;
import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/** Sends requests one after the other, with one jar of cookies, within one limit. */
final class Exchange implements AutoCloseable {
    static {
        // A virtual host is asked at its server's address: recipes say which one by this header.
        var allowed = "jdk.httpclient.allowRestrictedHeaders";
        if (System.getProperty(allowed) == null) {
            System.setProperty(allowed, "host");
        }
    }

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_REDIRECTS = 10;
    private static final Duration LONGEST_GET = Duration.ofSeconds(30);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([A-Za-z0-9._-]+)");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final long end;

    Exchange(Duration limit) {
        end = System.nanoTime() + limit.toNanos();
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .cookieHandler(new CookieManager())
                        .executor(threads)
                        .connectTimeout(shorter(limit, LONGEST_CONNECT))
                        .build();
    }

    /** A request with every place filled. */
    record Sent(String method, String url, Map<String, String> headers, Optional<String> body) {
        /** Its name in what people read: without what a query or a user may give away. */
        String name() {
            return method + " " + url.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
        }
    }

    /**
     * @param location where it points, if it was not followed there
     */
    record Got(int status, String body, Optional<String> location) {}

    /**
     * @param codes statuses that are wanted as they are, redirects too
     */
    Got send(Sent sent, List<Integer> codes, Redaction redaction) {
        var name = redaction.of(sent.name());
        var method = sent.method();
        var body = sent.body();
        var at = address(sent.url(), name);
        for (var hop = 0; ; hop++) {
            var response = once(request(at, method, body, sent, name), method, name);
            var status = response.status();
            var next = response.location().map(at::resolve);
            if (next.isEmpty()
                    || codes.contains(status)
                    || hop == MOST_REDIRECTS
                    || !origin(next.get()).equals(origin(at))) {
                return new Got(status, response.body(), next.map(to -> origin(to)));
            }
            at = next.get();
            if (status == 303 || (status < 303 && method.equals("POST"))) {
                method = "GET";
                body = Optional.empty();
            }
        }
    }

    private static URI address(String url, String name) {
        try {
            var address = URI.create(url);
            if (address.getHost() != null && address.getScheme().matches("(?i)https?")) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Told below: the message would repeat the address with all that is in it.
        }
        throw new Fault("BSC-460", Text.of("look.address", name));
    }

    private static String origin(URI address) {
        var port = address.getPort();
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        var known = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + address.getHost() + ":" + known;
    }

    private HttpRequest request(
            URI at, String method, Optional<String> body, Sent sent, String name) {
        var publisher =
                body.map(HttpRequest.BodyPublishers::ofString)
                        .orElseGet(HttpRequest.BodyPublishers::noBody);
        try {
            var request = HttpRequest.newBuilder(at).method(method, publisher);
            sent.headers().forEach(request::header);
            return request.build();
        } catch (IllegalArgumentException bad) {
            throw new Fault("BSC-460", Text.of("look.header", name));
        }
    }

    private record Response(int status, String body, Optional<String> location) {}

    private Response once(HttpRequest request, String method, String name) {
        var rest = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        var patience = method.equals("GET") ? shorter(rest, LONGEST_GET) : rest;
        var answer = threads.submit(() -> answer(request));
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw late(name, patience);
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw late(name, patience);
        } catch (ExecutionException failed) {
            throw fault(failed.getCause(), name, patience);
        }
    }

    private Response answer(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var stream = response.body()) {
            var bytes = stream.readNBytes(MOST_BYTES);
            var body = new String(bytes, charset(response.headers().firstValue("content-type")));
            var location =
                    response.statusCode() / 100 == 3
                            ? response.headers().firstValue("location")
                            : Optional.<String>empty();
            return new Response(response.statusCode(), body, location);
        }
    }

    private static Charset charset(Optional<String> type) {
        var named = CHARSET.matcher(type.orElse(""));
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private static Fault late(String name, Duration patience) {
        var millis = patience.toMillis();
        var time = millis < 1000 ? millis + " ms" : millis / 1000 + " s";
        return new Fault("BSC-461", Text.of("look.late", name, time));
    }

    private static Fault fault(@Nullable Throwable cause, String name, Duration patience) {
        return switch (cause) {
            case HttpTimeoutException _ -> late(name, shorter(patience, LONGEST_CONNECT));
            case SSLException tls -> new Fault("BSC-460", Text.of("look.tls", name, message(tls)));
            case ConnectException refused ->
                    unresolved(refused)
                            ? new Fault("BSC-460", Text.of("look.no-host", name))
                            : new Fault("BSC-460", Text.of("look.refused", name));
            case UnknownHostException _ -> new Fault("BSC-460", Text.of("look.no-host", name));
            case IOException other ->
                    new Fault("BSC-460", Text.of("look.broken", name, message(other)));
            case null, default ->
                    new Fault("BSC-460", Text.of("look.broken", name, String.valueOf(cause)));
        };
    }

    private static boolean unresolved(Throwable refused) {
        for (var cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
