package bascule.work;

import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.text.Text;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A file brought here over HTTP, gone on with where an earlier attempt ended. */
record Download(String url, Path part, Duration limit) {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final long TELL_EVERY = 1 << 20;

    /**
     * @throws Fault BSC-416 if it cannot be fetched whole within the limit
     */
    void run(Consumer<Progress> progress) throws IOException {
        try (var client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT)
                        .build()) {
            var have = Files.exists(part) ? Files.size(part) : 0;
            var answer = ask(client, have);
            if (answer.statusCode() == 416) {
                answer.body().close();
                Files.deleteIfExists(part);
                have = 0;
                answer = ask(client, have);
            }
            take(answer, answer.statusCode() == 206 ? have : 0, progress);
        } catch (InterruptedException cutShort) {
            throw new Fault("BSC-404", Text.of("host.cut-short"), cutShort);
        } catch (IllegalArgumentException nonsense) {
            throw failed(String.valueOf(nonsense.getMessage()));
        }
    }

    private HttpResponse<InputStream> ask(HttpClient client, long have)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(limit);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            throw failed(
                    Optional.ofNullable(unreachable.getMessage())
                            .orElseGet(() -> unreachable.getClass().getSimpleName()));
        }
    }

    private void take(HttpResponse<InputStream> answer, long have, Consumer<Progress> progress)
            throws IOException {
        var until = System.nanoTime() + limit.toNanos();
        try (var body = answer.body()) {
            if (answer.statusCode() != 200 && answer.statusCode() != 206) {
                throw failed("HTTP " + answer.statusCode());
            }
            var length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
            var of = length < 0 ? 0 : have + length;
            var done = have;
            var told = 0L;
            try (var out =
                    Files.newOutputStream(
                            part,
                            StandardOpenOption.CREATE,
                            have > 0
                                    ? StandardOpenOption.APPEND
                                    : StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                var buffer = new byte[1 << 16];
                for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    out.write(buffer, 0, read);
                    done += read;
                    if (done - told >= TELL_EVERY) {
                        told = done;
                        progress.accept(new Progress(done, of, Optional.empty()));
                    }
                    if (System.nanoTime() - until > 0) {
                        throw failed("%d s".formatted(limit.toSeconds()));
                    }
                }
            }
            if (of > 0 && done < of) {
                throw failed("%d of %d bytes".formatted(done, of));
            }
        }
    }

    private Fault failed(String why) {
        return new Fault("BSC-416", Text.of("work.fetch.http", url, why));
    }
}
