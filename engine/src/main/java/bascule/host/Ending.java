package bascule.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Waits for processes to end, and ends those that do not. */
final class Ending {
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    private Ending() {}

    /** Waits until there are none; false if there are some left when the time is over. */
    static boolean awaited(Supplier<List<Processes.Running>> who, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        while (!who.get().isEmpty()) {
            if (System.nanoTime() >= until) {
                return false;
            }
            pause();
        }
        return true;
    }

    /**
     * Asks them to end, and ends by force those that have not after {@code grace}.
     *
     * @return those that could not be ended
     */
    static List<Processes.Running> end(
            Supplier<List<Processes.Running>> who, Duration grace, Duration patience) {
        who.get().forEach(process -> signal(process, "TERM"));
        if (awaited(who, grace)) {
            return List.of();
        }
        var until = System.nanoTime() + patience.toNanos();
        // Again and again: what was just forking when it was ended has left a child.
        for (var left = who.get(); !left.isEmpty(); left = who.get()) {
            if (System.nanoTime() >= until) {
                return left;
            }
            left.forEach(process -> signal(process, "KILL"));
            pause();
        }
        return List.of();
    }

    /** Sends a signal to this very process, never to another that has got its number since. */
    static void signal(Processes.Running process, String signal) {
        if (!Processes.runs(process)) {
            return;
        }
        var handle = ProcessHandle.of(process.pid());
        var sent =
                switch (signal) {
                    case "TERM" -> handle.map(ProcessHandle::destroy).orElse(true);
                    case "KILL" -> handle.map(ProcessHandle::destroyForcibly).orElse(true);
                    default -> false;
                };
        if (!sent) {
            asked(List.of("kill", "-s", signal, Integer.toString(process.pid())));
        }
    }

    /** By the program, and as root where the process is another account's. */
    private static void asked(List<String> kill) {
        if (run(kill) != 0 && !Account.root()) {
            var sudo = new java.util.ArrayList<>(List.of("sudo", "-n"));
            sudo.addAll(kill);
            run(sudo);
        }
    }

    private static int run(List<String> words) {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException cannot) {
            return -1;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException cutShort) {
            // What is being ended is ended all the same.
        }
    }
}
