package bascule.work;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Staged;
import bascule.store.Trees;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an earlier step made beside the application, taken away again.
 *
 * @param root where the application is: what it runs from is never taken away
 */
record DiscardDeed(Path path, Path root) implements Deed {
    @Override
    public Seen look() {
        return Forced.there(path) && !isForeign() ? Seen.NOT_BEGUN : Seen.DONE;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        Moves.doing(
                path,
                () -> {
                    if (Files.exists(root) && root.toRealPath().startsWith(real())) {
                        throw new Fault("BSC-414", Text.of("work.discard.in-use", path, root));
                    }
                    discard(path, root);
                });
        return Map.of();
    }

    /** Not unpacked for this application: it is left alone. */
    private boolean isForeign() {
        return Moves.got(path, () -> Files.isDirectory(path) && new Staged(path, root).isForeign());
    }

    private Path real() throws IOException {
        return Files.exists(path) ? path.toRealPath() : path;
    }

    /** Under another name first: a crash leaves nothing that looks like a release. */
    static void discard(Path path, Path root) throws IOException {
        if (Files.isDirectory(path) && new Staged(path, root).isForeign()) {
            return;
        }
        var dying = Moves.beside(path, "discarded");
        Trees.delete(dying);
        if (Forced.there(path)) {
            Forced.rename(path, dying);
            Trees.delete(dying);
        }
        for (var left : List.of("unpacked", "carried", "shipped", "merged", "original", "unpack")) {
            Trees.delete(Moves.beside(path, left));
        }
        if (Files.isDirectory(Moves.parent(path))) {
            Names.force(Moves.parent(path));
        }
    }
}
