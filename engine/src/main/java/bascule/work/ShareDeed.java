package bascule.work;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** In a staged release, links to what all releases share, in place of what was shipped there. */
record ShareDeed(Path release, Path shared, List<String> paths) implements Deed {
    @Override
    public Seen look() {
        return paths.stream().allMatch(this::isShared) ? Seen.DONE : Seen.NOT_BEGUN;
    }

    private boolean isShared(String path) {
        var link = Moves.inside(release, path);
        return Files.isSymbolicLink(link)
                && Moves.got(link, () -> Files.readSymbolicLink(link)).equals(target(link, path));
    }

    /** Relative, so that it holds wherever the installation is moved to. */
    private Path target(Path link, String path) {
        return Moves.parent(link).relativize(Moves.inside(shared, path));
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        paths.forEach(path -> Moves.doing(release.resolve(path), () -> share(path)));
        return Map.of();
    }

    private void share(String path) throws IOException {
        var link = Moves.inside(release, path);
        var common = Moves.inside(shared, path);
        if (Forced.there(link) && !Files.isSymbolicLink(link)) {
            putAside(link, common, path);
        }
        if (!Forced.there(common)) {
            // The application makes what it misses, but not behind a link that leads nowhere.
            Forced.folders(common);
            Trees.own(common, release);
        }
        Forced.folders(Moves.parent(link));
        Names.turn(link, target(link, path));
    }

    /** What the first release shipped is what all share from then on. */
    private void putAside(Path link, Path common, String path) throws IOException {
        if (!Forced.there(common)) {
            Moves.move(link, common);
            return;
        }
        var aside = Moves.beside(release, "shipped").resolve(path);
        if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(aside);
        }
        Moves.move(link, aside);
    }
}
