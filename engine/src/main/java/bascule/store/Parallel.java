package bascule.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Work on many files at once. */
final class Parallel {
    /** As many as two cores and a disk can use, beside an application that serves. */
    static final int WORKING = 2;

    /** For what only waits for the disk, which answers many at once sooner than one by one. */
    static final int WAITING = 8;

    private Parallel() {}

    /**
     * What does one thing after another, in one thread, and keeps its room from one to the next.
     */
    interface Worker<T, R> extends AutoCloseable {
        R on(T item) throws IOException;

        @Override
        default void close() {}
    }

    /** What each gave, in their order; the first that failed is thrown, and the rest left. */
    static <T, R> List<R> of(int threads, List<T> items, Supplier<Worker<T, R>> workers)
            throws IOException {
        var next = new AtomicInteger();
        var failed = new AtomicBoolean();
        var results = new AtomicReferenceArray<Optional<R>>(items.size());
        Callable<Boolean> work =
                () -> {
                    var ended = false;
                    try (var worker = workers.get()) {
                        for (var index = next.getAndIncrement();
                                index < items.size() && !failed.get();
                                index = next.getAndIncrement()) {
                            results.set(index, Optional.of(worker.on(items.get(index))));
                        }
                        ended = true;
                    } finally {
                        failed.compareAndSet(false, !ended);
                    }
                    return ended;
                };
        var some = Math.min(threads, items.size());
        var _ = ended(some, Collections.nCopies(some, work));
        var given = new ArrayList<R>(items.size());
        for (var index = 0; index < items.size(); index++) {
            given.add(results.get(index).orElseThrow());
        }
        return given;
    }

    /** What each gave, in their order; the first that failed is thrown when all have ended. */
    static <T> List<T> of(List<Callable<T>> tasks) throws IOException {
        return ended(WORKING, tasks);
    }

    private static <T> List<T> ended(int threads, List<Callable<T>> tasks) throws IOException {
        if (tasks.isEmpty()) {
            return List.of();
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var results = new ArrayList<T>();
            for (var done : pool.invokeAll(tasks)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException cannot -> throw cannot;
                case RuntimeException cannot -> throw cannot;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        }
    }
}
