package bascule.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Properties;
import java.util.ResourceBundle;

/**
 * What help says, handed to picocli from the one catalogue of texts: its key {@code X} is our
 * {@code help.X}.
 */
final class HelpWords extends ResourceBundle {
    private final Properties words = new Properties();

    HelpWords(String language) {
        var resource = "/bascule/text/help_" + language + ".properties";
        try (var stream = Objects.requireNonNull(HelpWords.class.getResourceAsStream(resource))) {
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return words.getProperty("help." + key);
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(
                words.stringPropertyNames().stream()
                        .map(key -> key.substring("help.".length()))
                        .toList());
    }
}
