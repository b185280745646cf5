package bascule.cli.demo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An extension that somebody copied into {@code providers} is cut short: the old release was built
 * before it came, and the new one cannot be built with it.
 */
final class BrokenProvider implements Trouble {
    /** How a ZIP file begins; nothing follows. */
    private static final byte[] HEAD = {'P', 'K', 3, 4, 20, 0, 8, 8};

    private @Nullable Path jar;

    @Override
    public String about() {
        return "demo.trouble.provider";
    }

    @Override
    public void before(Scene scene) {
        jar = scene.place().current().resolve("providers/theme-extension.jar");
        try {
            Files.write(jar, HEAD);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Override
    public void close() {
        try {
            if (jar != null) {
                Files.deleteIfExists(jar);
            }
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
