package bascule.cli.demo;

import bascule.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who signs in steadily, whether or not the last attempt has ended, and writes down each
 * attempt: what visitors notice of an upgrade.
 */
public final class SignIns implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Api api;
    private final Path file;
    private final int aSecond;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Thread> under = new ArrayList<>();

    /** One attempt: when it began, how long it took, and the status, 0 if there was no answer. */
    public record Attempt(Instant at, long millis, String user, int status) {
        boolean good() {
            return status / 100 == 2;
        }
    }

    /**
     * @param unserved from the first attempt that failed to the next one that did not, the longest
     *     such stretch
     */
    public record Tally(int tried, int failed, Duration unserved) {}

    private SignIns(Settings settings, Path file, int aSecond) {
        this.settings = settings;
        this.api = new Api(settings.base(), settings.adminPassword());
        this.file = file;
        this.aSecond = aSecond;
    }

    /**
     * @param file where each attempt is written down
     */
    public static SignIns begun(Settings settings, Path file, int aSecond) {
        Disk.write(file, "");
        var signIns = new SignIns(settings, file, aSecond);
        Thread.startVirtualThread(signIns::steadily);
        return signIns;
    }

    private void steadily() {
        var began = System.nanoTime();
        for (var count = 0L; !ended.get(); count++) {
            var due = began + count * 1_000_000_000L / aSecond;
            LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
            one();
        }
    }

    private void one() {
        // The tester is left out: what is done to it is part of a show.
        var user = Settings.user(2 + next.getAndIncrement() % (settings.users() - 1));
        synchronized (under) {
            under.removeIf(thread -> !thread.isAlive());
            under.add(Thread.startVirtualThread(() -> attempt(user)));
        }
    }

    private void attempt(String user) {
        var at = Instant.now();
        var began = System.nanoTime();
        var answer = api.signIn(user, Settings.password(user), PATIENCE);
        var millis = (System.nanoTime() - began) / 1_000_000;
        record(new Attempt(at, millis, user, answer.status()));
    }

    private synchronized void record(Attempt attempt) {
        attempts.add(attempt);
        var line =
                Json.line(
                        Map.of(
                                "at", attempt.at().toString(),
                                "millis", attempt.millis(),
                                "user", attempt.user(),
                                "status", attempt.status()));
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    public synchronized Tally tally() {
        var ordered =
                attempts.stream().sorted(java.util.Comparator.comparing(Attempt::at)).toList();
        var failed = (int) ordered.stream().filter(attempt -> !attempt.good()).count();
        var longest = Duration.ZERO;
        Instant since = null;
        for (var attempt : ordered) {
            if (!attempt.good()) {
                since = since == null ? attempt.at() : since;
            } else if (since != null) {
                var stretch = Duration.between(since, attempt.at());
                longest = stretch.compareTo(longest) > 0 ? stretch : longest;
                since = null;
            }
        }
        return new Tally(ordered.size(), failed, longest);
    }

    /** Begins no further attempt and waits for those under way. */
    @Override
    public void close() {
        ended.set(true);
        try {
            List<Thread> last;
            synchronized (under) {
                last = List.copyOf(under);
            }
            for (var thread : last) {
                thread.join(PATIENCE.plusSeconds(1));
            }
        } catch (InterruptedException cutShort) {
            Thread.currentThread().interrupt();
        }
        api.close();
    }
}
