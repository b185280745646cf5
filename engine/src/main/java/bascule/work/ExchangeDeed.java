package bascule.work;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Text;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Two names exchanged in one instant. Doing it twice would undo it, so that what each name stood
 * for is remembered by its inode.
 *
 * @param found what was found before the step first acted; empty before that
 */
record ExchangeDeed(Path one, Path other, Map<String, String> found) implements Deed {
    private static final String ONE = "one";
    private static final String OTHER = "other";

    @Override
    public Map<String, String> find() {
        return Map.of(ONE, identity(one), OTHER, identity(other));
    }

    private static String identity(Path path) {
        if (!Forced.there(path)) {
            return "";
        }
        return Moves.got(
                path,
                // Both lie on one file system, whose number may be another one after a boot.
                () -> "" + Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public Seen look() {
        return stands(found);
    }

    private Seen stands(Map<String, String> before) {
        if (before.isEmpty()) {
            return Seen.NOT_BEGUN;
        }
        var now = find();
        if (now.equals(before)) {
            return Seen.NOT_BEGUN;
        }
        var exchanged =
                Map.of(
                        ONE, before.getOrDefault(OTHER, ""),
                        OTHER, before.getOrDefault(ONE, ""));
        return now.equals(exchanged) ? Seen.DONE : Seen.CANNOT_TELL;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        switch (stands(found)) {
            case DONE -> {}
            case NOT_BEGUN -> Names.exchange(one, other);
            case HALF, CANNOT_TELL ->
                    throw new Fault("BSC-409", Text.of("work.exchange.neither", one, other));
        }
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> before) {
        switch (stands(before)) {
            case DONE -> Names.exchange(one, other);
            case NOT_BEGUN -> {}
            case HALF, CANNOT_TELL ->
                    throw new Fault("BSC-409", Text.of("work.exchange.neither", one, other));
        }
    }
}
