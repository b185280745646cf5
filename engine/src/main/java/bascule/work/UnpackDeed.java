package bascule.work;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Archive;
import bascule.store.Bytes;
import bascule.store.Staged;
import bascule.store.Trees;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An archive unpacked into a folder that then holds it whole or is not there.
 *
 * @param root the application that it is for
 * @param found what was found before the step first acted; empty before that
 */
record UnpackDeed(Path archive, Path into, Path root, boolean stripTop, Map<String, String> found)
        implements Deed {
    private static final String WAS = "was";

    private Staged staged() {
        return new Staged(into, root);
    }

    @Override
    public Map<String, String> find() {
        return Map.of(WAS, Forced.there(into) ? "there" : "absent");
    }

    @Override
    public Seen look() {
        return Moves.got(into, this::stamped) ? Seen.DONE : Seen.NOT_BEGUN;
    }

    private boolean stamped() throws IOException {
        return Files.exists(archive) && staged().holds(Bytes.sha256(archive));
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        Moves.doing(into, this::unpack);
        return Map.of();
    }

    private void unpack() throws IOException {
        if (stamped()) {
            return;
        }
        if (Forced.there(into)) {
            if (staged().isForeign() || !"absent".equals(found.get(WAS))) {
                throw new Fault("BSC-413", Text.of("work.unpack.there", into));
            }
            Trees.delete(into);
        }
        Forced.folders(Moves.parent(into));
        // Somebody took an earlier one away by hand: what is remembered of it is not of this one.
        for (var left : java.util.List.of("carried", "shipped", "merged", "original")) {
            Trees.delete(Moves.beside(into, left));
        }
        staged().claim(Bytes.sha256(archive));
        Archive.unpack(archive, into, stripTop, Moves.parent(into));
    }

    @Override
    public void putBack(Map<String, String> before) {
        if ("absent".equals(before.get(WAS))) {
            Moves.doing(into, () -> DiscardDeed.discard(into, root));
        }
    }
}
