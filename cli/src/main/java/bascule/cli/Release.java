package bascule.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bascule's own release, as the build wrote it down. */
public final class Release {
    private Release() {}

    public static String text() {
        try (var stream = Release.class.getResourceAsStream("/bascule/cli/version")) {
            if (stream == null) {
                throw new IllegalStateException("internal error: no /bascule/cli/version");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
