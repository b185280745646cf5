package bascule.work;

import bascule.host.Forced;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Things that stay, whatever their size, renamed from one release to the other.
 *
 * @param found where each was before the step first acted; empty before that
 */
record MovePathsDeed(Path from, Path to, List<String> paths, Map<String, String> found)
        implements Deed {
    private static final String THERE = "from";
    private static final String NOWHERE = "nowhere";

    @Override
    public Map<String, String> find() {
        var found = new LinkedHashMap<String, String>();
        paths.forEach(
                path -> found.put(path, Forced.there(Moves.inside(from, path)) ? THERE : NOWHERE));
        return found;
    }

    @Override
    public Seen look() {
        if (found.isEmpty()) {
            return Seen.NOT_BEGUN;
        }
        return paths.stream().allMatch(this::moved) ? Seen.DONE : Seen.NOT_BEGUN;
    }

    private boolean moved(String path) {
        return NOWHERE.equals(found.get(path))
                || (!Forced.there(from.resolve(path)) && Forced.there(to.resolve(path)));
    }

    private Path shipped(String path) {
        return Moves.beside(to, "shipped").resolve(path);
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        for (var path : paths) {
            var source = Moves.inside(from, path);
            var target = Moves.inside(to, path);
            if (Forced.there(source)) {
                Moves.doing(
                        source,
                        () -> {
                            if (Forced.there(target)) {
                                Moves.move(target, shipped(path));
                            }
                            Moves.move(source, target);
                        });
            }
        }
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> before) {
        for (var path : paths) {
            var source = Moves.inside(from, path);
            var target = Moves.inside(to, path);
            Moves.doing(
                    source,
                    () -> {
                        if (THERE.equals(before.get(path))
                                && !Forced.there(source)
                                && Forced.there(target)) {
                            Moves.move(target, source);
                        }
                        if (Forced.there(shipped(path)) && !Forced.there(target)) {
                            Moves.move(shipped(path), target);
                        }
                    });
        }
    }
}
