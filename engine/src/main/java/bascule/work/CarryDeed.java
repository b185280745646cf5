package bascule.work;

import bascule.host.Forced;
import bascule.json.Json;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Configuration copied from the old release into the new one. What was carried is remembered beside
 * the new release, so that doing it again copies only what has changed in the old one since, and
 * leaves alone what has been changed in the new one.
 *
 * @param merged what is merged by another step, though it lies in one of the paths
 */
record CarryDeed(Path from, Path to, List<String> paths, List<String> merged) implements Deed {

    /**
     * What was carried.
     *
     * @param looks how each looked in the old release, by path
     */
    record Carried(String from, Map<String, String> looks) {
        Carried {
            looks = Map.copyOf(looks);
        }
    }

    private Path note() {
        return Moves.beside(to, "carried");
    }

    private Path shipped() {
        return Moves.beside(to, "shipped");
    }

    private Map<String, String> before() throws IOException {
        if (!Files.exists(note())) {
            return Map.of();
        }
        var carried = Json.read(Files.readString(note()), Carried.class);
        return carried.from().equals(from.toString()) ? carried.looks() : Map.of();
    }

    private Map<String, String> now() throws IOException {
        var now = new TreeMap<String, String>();
        for (var path : paths) {
            now.putAll(Copies.looks(Moves.inside(from, path), from));
        }
        merged.forEach(now::remove);
        return now;
    }

    @Override
    public Seen look() {
        return Moves.got(
                to,
                () -> Files.exists(note()) && before().equals(now()) ? Seen.DONE : Seen.NOT_BEGUN);
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        Moves.doing(to, () -> carry(progress));
        return Map.of();
    }

    private void carry(Consumer<Progress> progress) throws IOException {
        var before = before();
        var now = now();
        var done = 0;
        for (var each : now.entrySet()) {
            if (!each.getValue().equals(before.get(each.getKey()))) {
                copy(each.getKey());
            }
            progress.accept(new Progress(++done, now.size(), java.util.Optional.empty()));
        }
        var gone = new HashSet<>(before.keySet());
        gone.removeAll(now.keySet());
        for (var each : gone) {
            takeAway(each);
        }
        for (var path : paths) {
            if (Forced.there(from.resolve(path))) {
                Copies.attributes(from.resolve(path), to.resolve(path));
            }
        }
        Forced.write(note(), Json.line(new Carried(from.toString(), now)));
    }

    private void copy(String relative) throws IOException {
        var target = Moves.inside(to, relative);
        var source = from.resolve(relative);
        var aside = shipped().resolve(relative);
        var folders =
                Files.isDirectory(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        && Files.isDirectory(source, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        if (Forced.there(target) && !folders) {
            if (!Forced.there(aside)) {
                Moves.move(target, aside);
            } else if (Files.isDirectory(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                Trees.delete(target);
            }
        }
        Forced.folders(Moves.parent(target));
        Copies.one(source, target);
    }

    /** It was carried, and the old release has it no more. */
    private void takeAway(String relative) throws IOException {
        var target = Moves.inside(to, relative);
        Trees.delete(target);
        if (Forced.there(shipped().resolve(relative))) {
            Moves.move(shipped().resolve(relative), target);
        }
    }
}
