package bascule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The catalogue of texts against the sources that use it, over all modules. */
class TextsTest {
    private static final Pattern USED =
            Pattern.compile(
                    "(?:Text\\s*\\.\\s*of|\\.say|\\bsay|\\btext)\\(\\s*\"([a-z][\\w-]*(?:\\.[\\w-]+)+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();

    @Test
    void every_key_that_the_sources_use_is_in_both_languages() throws IOException {
        for (var language : List.of("en", "fr")) {
            assertThat(catalogue(language).keySet()).as(language).containsAll(used());
        }
    }

    @Test
    void both_languages_have_the_same_keys() throws IOException {
        assertThat(catalogue("fr").keySet()).isEqualTo(catalogue("en").keySet());
    }

    @Test
    void both_languages_have_the_same_places() throws IOException {
        var french = catalogue("fr");
        catalogue("en")
                .forEach(
                        (key, text) ->
                                assertThat(places(french.getOrDefault(key, "")))
                                        .as(key)
                                        .isEqualTo(places(text)));
    }

    @Test
    void every_key_stands_in_the_file_of_its_area() throws IOException {
        for (var file : catalogueFiles()) {
            var area = file.getFileName().toString().replaceAll("_(en|fr)\\.properties", "");
            assertThat(read(file).stringPropertyNames())
                    .as(file.toString())
                    .allMatch(key -> key.startsWith(area + "."));
        }
    }

    private static Set<String> places(String text) {
        var places = new TreeSet<String>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group(1)));
        return places;
    }

    private static Set<String> used() throws IOException {
        var used = new TreeSet<String>();
        for (var file : files("/src/main/java/", ".java")) {
            var source = Files.readString(file);
            USED.matcher(source).results().forEach(key -> used.add(key.group(1)));
        }
        assertThat(used).isNotEmpty();
        return used;
    }

    private static Map<String, String> catalogue(String language) throws IOException {
        var texts = new TreeMap<String, String>();
        for (var file : catalogueFiles()) {
            if (file.toString().endsWith("_" + language + ".properties")) {
                read(file).forEach((key, text) -> texts.put((String) key, (String) text));
            }
        }
        return texts;
    }

    private static List<Path> catalogueFiles() throws IOException {
        return files("/src/main/resources/bascule/text/", ".properties");
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        return properties;
    }

    private static List<Path> files(String below, String ending) throws IOException {
        var found = new ArrayList<Path>();
        for (var module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                files.filter(file -> file.toString().contains(below))
                        .filter(file -> file.toString().endsWith(ending))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static List<Path> modules() throws IOException {
        try (var folders = Files.list(HOUSE)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .filter(folder -> Files.isDirectory(folder.resolve("src")))
                    .sorted()
                    .toList();
        }
    }
}
