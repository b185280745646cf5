package bascule.cli;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Recipe;
import bascule.recipe.Recipe.Detect;
import bascule.text.Text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where an application lies and how it was installed, told by what the recipe says of each. */
final class Detection {
    private final Recipe recipe;

    /** An installation that looks like one of the recipe's. */
    record Place(String method, Path root) {}

    Detection(Recipe recipe) {
        this.recipe = recipe;
    }

    /**
     * @throws Refusal BSC-518 if nothing is found, or more than one thing
     */
    Place find(Optional<String> method, Optional<Path> root) {
        if (root.isPresent() && !Files.isDirectory(root.get())) {
            throw refusal(Text.of("cli.detect.no-folder", root.get()));
        }
        if (method.isPresent() && !recipe.methods().containsKey(method.get())) {
            throw refusal(
                    Text.of(
                            "cli.detect.no-method",
                            method.get(),
                            String.join(", ", recipe.methods().keySet())));
        }
        var absolute = root.map(path -> path.toAbsolutePath().normalize());
        if (absolute.isPresent() && (method.isPresent() || recipe.methods().isEmpty())) {
            return new Place(method.orElse(""), absolute.get());
        }
        var found = candidates(method, absolute);
        if (found.size() != 1) {
            throw refusal(found.isEmpty() ? Text.of("cli.detect.none") : several(found));
        }
        return found.getFirst();
    }

    private static Text several(List<Place> found) {
        return Text.of(
                "cli.detect.several",
                found.stream()
                        .map(place -> place.method() + " " + place.root())
                        .collect(Collectors.joining(", ")));
    }

    private List<Place> candidates(Optional<String> method, Optional<Path> root) {
        var found = new ArrayList<Place>();
        recipe.methods()
                .forEach(
                        (name, way) -> {
                            if (method.filter(other -> !other.equals(name)).isEmpty()) {
                                way.detect()
                                        .ifPresent(
                                                detect ->
                                                        folders(detect, root)
                                                                .filter(each -> fits(detect, each))
                                                                .forEach(
                                                                        each ->
                                                                                found.add(
                                                                                        new Place(
                                                                                                name,
                                                                                                each))));
                            }
                        });
        return found;
    }

    private static boolean fits(Detect detect, Path folder) {
        if (detect.file().isEmpty()) {
            return false;
        }
        var file = folder.resolve(detect.file().get());
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return detect.match()
                    .map(Pattern::compile)
                    .map(pattern -> pattern.matcher(text).find())
                    .orElse(true);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Stream<Path> folders(Detect detect, Optional<Path> root) {
        return root.map(Stream::of)
                .orElseGet(() -> detect.in().stream().flatMap(Detection::folders));
    }

    /** {@code /opt/*}: every folder in one; a pattern in the last part only. */
    private static Stream<Path> folders(String pattern) {
        var path = Path.of(pattern);
        var parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return Stream.empty();
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + path);
        try (var all = Files.list(parent)) {
            return all
                    .filter(matcher::matches)
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private Refusal refusal(Text why) {
        return new Refusal(
                new Problem(
                        "BSC-518",
                        Text.of("cli.detect.what", recipe.name()),
                        why,
                        Text.of("cli.nothing-changed"),
                        Text.of("cli.detect.next", recipe.name())));
    }
}
