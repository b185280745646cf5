package bascule.work;

import bascule.host.Forced;
import bascule.json.Json;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Things put aside, into the run's folder, so that they can be put back.
 *
 * @param found what was found before the step first acted; empty before that
 */
record RemoveDeed(Path under, List<String> patterns, Path aside, Map<String, String> found)
        implements Deed {
    private static final String PATHS = "paths";

    @Override
    public Map<String, String> find() {
        return Map.of(PATHS, Json.line(Moves.got(under, this::matching)));
    }

    private List<String> matching() throws IOException {
        var matching = new ArrayList<String>();
        if (!Files.isDirectory(under)) {
            return matching;
        }
        var matchers =
                patterns.stream()
                        .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                        .toList();
        try (var all = Files.walk(under)) {
            all.filter(path -> !path.equals(under))
                    .map(under::relativize)
                    .filter(path -> matchers.stream().anyMatch(each -> each.matches(path)))
                    .filter(path -> matching.stream().noneMatch(path::startsWith))
                    .forEach(path -> matching.add(path.toString()));
        }
        return matching;
    }

    private static List<String> listed(Map<String, String> found) {
        return List.of(Json.read(found.getOrDefault(PATHS, "[]"), String[].class));
    }

    @Override
    public Seen look() {
        return Moves.got(under, this::matching).isEmpty() ? Seen.DONE : Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        for (var path : listed(found)) {
            var thing = Moves.inside(under, path);
            if (Forced.there(thing)) {
                Moves.doing(thing, () -> Moves.move(thing, aside.resolve(path)));
            }
        }
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> before) {
        for (var path : listed(before)) {
            var thing = Moves.inside(under, path);
            if (!Forced.there(thing) && Forced.there(aside.resolve(path))) {
                Moves.doing(thing, () -> Moves.move(aside.resolve(path), thing));
            }
        }
    }
}
