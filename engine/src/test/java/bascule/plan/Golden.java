package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that were read and found good; with BASCULE_GOLDEN=write they are written anew. */
@NullMarked
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/plan/golden");

    private Golden() {}

    static void holds(String name, String text) {
        var file = FOLDER.resolve(name + ".txt");
        try {
            if ("write".equals(System.getenv("BASCULE_GOLDEN"))) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, text);
            }
            assertThat(text).isEqualTo(Files.readString(file));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
