package bascule.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a command ended, and all that it said. */
public record Ran(int code, String said) {

    /**
     * Runs it in a session of its own, so that a kill of its process group meets nobody else.
     *
     * @param log where its words go: what outlives it must not hold a pipe of ours
     */
    public static Ran of(ProcessBuilder builder, Map<String, String> env, Path log) {
        try {
            var words = new ArrayList<>(List.of("setsid", "--wait"));
            words.addAll(builder.command());
            builder.command(words)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log.toFile())
                    .environment()
                    .putAll(env);
            var process = builder.start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after 10 minutes: " + words);
            }
            return new Ran(process.exitValue(), Files.readString(log));
        } catch (IOException cannot) {
            throw new AssertionError(cannot);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ended);
        }
    }
}
