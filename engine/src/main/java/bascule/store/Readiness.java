package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What one look at a server of ours finds, which is to become as it must be by itself. */
sealed interface Readiness {
    /** How long is waited between two looks. */
    Duration LOOK_EVERY = Duration.ofMillis(5);

    /** It is as it must be. */
    record Ready() implements Readiness {}

    /**
     * It may become so.
     *
     * @param at how far it is; who comes nearer is waited for
     * @param why it is not, as it says itself
     */
    record NotYet(String at, String why) implements Readiness {}

    /** It has said that it will not. */
    record Never(String why) implements Readiness {}

    /** Looks once. */
    interface Look {
        Readiness look() throws IOException;
    }

    /**
     * Looks again and again.
     *
     * @param patience how long it may stay where it is
     * @return why it is not ready; empty if it is
     */
    static Optional<String> await(Duration patience, Look look) throws IOException {
        var at = Optional.<String>empty();
        var until = System.nanoTime() + patience.toNanos();
        while (true) {
            switch (look.look()) {
                case Ready() -> {
                    return Optional.empty();
                }
                case Never(var why) -> {
                    return Optional.of(why);
                }
                case NotYet(var now, var why) -> {
                    if (at.filter(now::equals).isEmpty()) {
                        at = Optional.of(now);
                        until = System.nanoTime() + patience.toNanos();
                    } else if (System.nanoTime() - until >= 0) {
                        return Optional.of(why);
                    }
                }
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            if (Thread.interrupted()) {
                throw new Fault("BSC-404", Text.of("host.cut-short"));
            }
        }
    }
}
