package bascule.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a trouble can see of the upgrade that it is made for.
 *
 * @param java the Java that the demo's own looks at the database run on
 * @param over whether the upgrade has ended
 */
record Scene(
        Place place,
        Settings settings,
        Path java,
        Trace trace,
        BooleanSupplier over,
        Teller teller) {

    /** The database, asked with the driver of a release that is in place. */
    Database database(String release) {
        return new Database(place.release(release), place.shared().resolve("data"), java);
    }

    /** Waits until a phase has begun; false if the upgrade ended before. */
    boolean reaches(String phase) {
        return Trace.await(() -> trace.reached(phase), over);
    }

    boolean comesTo(BooleanSupplier so) {
        return Trace.await(so, over);
    }

    static boolean root() {
        return System.getProperty("user.name", "").equals("root");
    }

    /** Runs a small command of the system; whether it ended with 0. */
    static boolean done(String... words) {
        try {
            var process =
                    new ProcessBuilder(List.of(words))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(ended));
        }
    }
}
