package bascule.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The catalogue of texts in one language: {@code /bascule/text/AREA_LANGUAGE.properties}, UTF-8,
 * places written {@code {0}}. Any language but French is served English.
 */
public final class Texts {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final String language;
    private final Map<String, Map<String, String>> areas = new ConcurrentHashMap<>();

    private Texts(String language) {
        this.language = language;
    }

    public static Texts in(Locale locale) {
        return new Texts(locale.getLanguage().equals("fr") ? "fr" : "en");
    }

    /** {@code en} or {@code fr}. */
    public String language() {
        return language;
    }

    /**
     * The sentence in this language.
     *
     * @throws IllegalStateException if the catalogue does not have the key: a fault of ours, which
     *     a test finds
     */
    public String say(Text text) {
        var dot = text.key().indexOf('.');
        var area = dot < 0 ? text.key() : text.key().substring(0, dot);
        var sentence = areas.computeIfAbsent(area, this::read).get(text.key());
        if (sentence == null) {
            throw new IllegalStateException(
                    "internal error: no text '%s' in %s".formatted(text.key(), language));
        }
        return PLACE.matcher(sentence)
                .replaceAll(
                        place -> {
                            var index = Integer.parseInt(place.group(1));
                            var arg = index < text.args().size() ? text.args().get(index) : "";
                            var said = arg instanceof Text inner ? say(inner) : arg.toString();
                            return java.util.regex.Matcher.quoteReplacement(said);
                        });
    }

    private Map<String, String> read(String area) {
        var resource = "/bascule/text/%s_%s.properties".formatted(area, language);
        try (var stream = Texts.class.getResourceAsStream(resource)) {
            if (stream == null) {
                return Map.of();
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
