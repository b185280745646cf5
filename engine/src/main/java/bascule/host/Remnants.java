package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an earlier launch of a piece of work may have left running. It is known by what it inherits:
 * the work's lock and the marks in its environment; a daemon that has closed the one still carries
 * the others. A recorded number is never asked.
 */
final class Remnants {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration FORCE = Duration.ofSeconds(30);
    private static final Duration LETTING_GO = Duration.ofSeconds(5);

    private final Traces traces;

    Remnants(Launch.Work work) {
        this.traces = new Traces(work);
    }

    /** Everything of this work that still runs. */
    List<Processes.Running> running() {
        var marks = traces.marks();
        var lock = traces.lock().toAbsolutePath();
        var session = traces.sessionNumber();
        return Processes.others().stream()
                .filter(
                        process ->
                                Processes.carries(process, marks)
                                                .orElseGet(() -> inSession(process, session))
                                        || Processes.holds(process, lock))
                .toList();
    }

    /**
     * The environment of another account's process is hidden; its session is not. Our launcher
     * wrote the session's number after it had begun it: a leader that began later only has the
     * number.
     */
    private boolean inSession(Processes.Running process, Optional<Integer> session) {
        return session.filter(number -> number == process.session()).isPresent()
                && ProcessHandle.of(process.session())
                        .flatMap(leader -> leader.info().startInstant())
                        .map(began -> began.isBefore(traces.sessionWritten().plusSeconds(2)))
                        .orElse(true);
    }

    /** Ends all of it. */
    void end() {
        var left = Ending.end(this::running, GRACE, FORCE);
        if (!left.isEmpty()) {
            throw stillAtWork(left);
        }
    }

    /**
     * Returns when nothing of it runs any more; after {@code patience} it is ended.
     *
     * @return the exit code that the command left, if it came to its end
     */
    Optional<Integer> quieten(Duration patience) {
        traces.revoke();
        if (!Files.exists(traces.lock())) {
            return Optional.empty();
        }
        var until = System.nanoTime() + patience.toNanos();
        try {
            var lock = FlockFile.lock(traces.lock());
            while (lock.isEmpty() && System.nanoTime() < until) {
                Ending.pause();
                lock = FlockFile.lock(traces.lock());
            }
            var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            if (!Ending.awaited(this::running, left)) {
                end();
            }
            // A process is seen as ended when its first thread is; its files are held until the
            // last.
            var released = System.nanoTime() + LETTING_GO.toNanos();
            while (lock.isEmpty() && System.nanoTime() < released) {
                Ending.pause();
                lock = FlockFile.lock(traces.lock());
            }
            // Held by something that we may not see: then it may not be touched either.
            lock.orElseThrow(() -> stillAtWork(running())).close();
            return traces.code();
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private Fault stillAtWork(List<Processes.Running> left) {
        return new Fault(
                "BSC-403",
                Text.of(
                        "host.still-at-work",
                        traces.marks().getLast(),
                        left.stream()
                                .map(one -> Integer.toString(one.pid()))
                                .collect(Collectors.joining(", "))));
    }
}
