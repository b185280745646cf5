package bascule.probe;

import bascule.fact.Template;
import bascule.format.Format;
import bascule.format.Keys;
import bascule.host.Host;
import bascule.host.HttpRequest;
import bascule.host.Redaction;
import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Ordered requests that share cookies and what they take from answers. Redirects are followed
 * within one origin; an answer is read to 1 MiB. Retrying is the caller's business.
 */
public final class Journey {
    private static final int EXCERPT = 200;
    private static final int SHORTEST_TOKEN = 8;

    private final Duration limit;

    /**
     * @param limit how long the whole may take; a single GET is given up after 30 s, so that a
     *     caller can try again
     */
    public Journey(Duration limit) {
        this.limit = limit;
    }

    /**
     * @param answer what {@code key} or {@code match} gave, else the body
     * @param taken what this request took, by name; tokens may be among it: not for a journal
     */
    public record Reply(int status, String body, String answer, Map<String, String> taken) {
        public Reply {
            taken = Map.copyOf(taken);
        }
    }

    /**
     * @throws Fault without secrets: BSC-460 if a request could not be made, BSC-461 if it was not
     *     answered in time, BSC-462 if the status, BSC-463 if the answer is not as it wants
     */
    public List<Reply> run(List<HttpRequest> requests, Host.Filler filler) {
        return run(requests, filler, _ -> false);
    }

    /**
     * @param also statuses that the last request may answer besides its own
     */
    List<Reply> run(List<HttpRequest> requests, Host.Filler filler, IntPredicate also) {
        var replies = new ArrayList<Reply>();
        var taken = new LinkedHashMap<String, String>();
        try (var exchange = new Exchange(limit)) {
            for (var request : requests) {
                var last = replies.size() == requests.size() - 1;
                var reply = one(request, new Values(filler, taken), exchange, last ? also : null);
                replies.add(reply);
                taken.putAll(reply.taken());
            }
        }
        return replies;
    }

    private static Reply one(
            HttpRequest request, Values values, Exchange exchange, @Nullable IntPredicate also) {
        var sent = values.filled(request);
        var got = exchange.send(sent, request.codes(), values.redaction());
        var name = values.redaction().of(sent.name());
        if (also != null && also.test(got.status())) {
            return new Reply(got.status(), got.body(), got.body(), Map.of());
        }
        var success =
                request.codes().isEmpty()
                        ? got.status() / 100 == 2
                        : request.codes().contains(got.status());
        if (!success) {
            throw new Fault(
                    "BSC-462",
                    Text.of("look.status", name, got.status(), excerpt(got, values.redaction())));
        }
        var taken = new LinkedHashMap<String, String>();
        request.take()
                .forEach(
                        (as, path) ->
                                taken.put(
                                        as,
                                        json(got.body(), path)
                                                .orElseThrow(() -> missing(name, path))));
        return new Reply(got.status(), got.body(), answer(request, got.body(), name), taken);
    }

    private static String answer(HttpRequest request, String body, String name) {
        var answer = body;
        if (request.key().isPresent()) {
            var path = request.key().get();
            answer = json(body, path).orElseThrow(() -> missing(name, path));
        }
        if (request.match().isPresent()) {
            var found = Pattern.compile(request.match().get()).matcher(answer);
            if (!found.find()) {
                throw new Fault("BSC-463", Text.of("look.no-match", name, request.match().get()));
            }
            var group = found.groupCount() > 0 ? found.group(1) : found.group();
            answer = group == null ? found.group() : group;
        }
        return answer;
    }

    private static Optional<String> json(String body, String path) {
        try {
            return Keys.read(body, Format.JSON, path.replaceFirst("^\\$\\.", ""));
        } catch (Fault notJson) {
            return Optional.empty();
        }
    }

    private static Fault missing(String name, String path) {
        return new Fault("BSC-463", Text.of("look.no-key", name, path));
    }

    private static String excerpt(Exchange.Got got, Redaction redaction) {
        var elsewhere = got.location().map(to -> "-> " + to + " ").orElse("");
        var line = (elsewhere + got.body()).strip().replaceAll("\\s+", " ");
        var clean = redaction.of(line);
        return clean.length() <= EXCERPT ? clean : clean.substring(0, EXCERPT) + "…";
    }

    /** Fills requests, with what was taken before what the plan knows. */
    private record Values(Host.Filler filler, Map<String, String> taken) {
        Exchange.Sent filled(HttpRequest request) {
            var headers = new LinkedHashMap<String, String>();
            request.headers().forEach((name, value) -> headers.put(name, fill(value)));
            var type = header(headers, "content-type");
            if (type == null && !request.form().isEmpty()) {
                headers.put("Content-Type", "application/x-www-form-urlencoded");
            }
            var json = type != null && type.contains("json");
            if (type == null && request.body().isPresent() && request.form().isEmpty()) {
                json = request.body().get().text().stripLeading().matches("(?s)[{\\[].*");
                headers.put("Content-Type", json ? "application/json" : "text/plain");
            }
            var quoted = json;
            return new Exchange.Sent(
                    request.method().toUpperCase(java.util.Locale.ROOT),
                    fill(request.url()),
                    headers,
                    request.form().isEmpty()
                            ? request.body().map(body -> quoted ? json(body) : fill(body))
                            : Optional.of(form(request.form())));
        }

        private static @Nullable String header(Map<String, String> headers, String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(null);
        }

        private String fill(Template template) {
            return filler.fill(template.fillSome(taken::get));
        }

        /** Values stand inside quotes there, and are written as JSON writes them. */
        private String json(Template body) {
            return body.fill(
                    name -> {
                        var value = bascule.json.Json.line(fill(Template.of("${" + name + "}")));
                        return value.substring(1, value.length() - 1);
                    });
        }

        private String form(Map<String, Template> fields) {
            var parts = new ArrayList<String>();
            fields.forEach((name, value) -> parts.add(encoded(name) + "=" + encoded(fill(value))));
            return String.join("&", parts);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        /** Secrets, and what may be a token, as they are and as an address writes them. */
        Redaction redaction() {
            var secrets = new ArrayList<>(filler.secrets());
            taken.values().stream()
                    .filter(value -> value.length() >= SHORTEST_TOKEN)
                    .forEach(secrets::add);
            List.copyOf(secrets).forEach(secret -> secrets.add(encoded(secret)));
            return new Redaction(secrets);
        }
    }
}
