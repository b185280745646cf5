package bascule.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Work on many files at once: as much of it as two cores and a disk can use. */
final class Parallel {
    private static final int THREADS = 2;

    private Parallel() {}

    /** What each gave, in their order; the first that failed is thrown when all have ended. */
    static <T> List<T> of(List<Callable<T>> tasks) throws IOException {
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var results = new ArrayList<T>();
            for (var done : threads.invokeAll(tasks)) {
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
