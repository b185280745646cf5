package bascule.work;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A symbolic link pointed elsewhere from one instant to the next. */
record LinkDeed(Path link, Path target) implements Deed {
    private static final String TARGET = "target";

    @Override
    public Map<String, String> find() {
        return Map.of(TARGET, Forced.there(link) ? now().toString() : "");
    }

    @Override
    public Seen look() {
        return Files.isSymbolicLink(link) && now().equals(target) ? Seen.DONE : Seen.NOT_BEGUN;
    }

    private Path now() {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException cannot) {
            throw new Fault("BSC-411", Text.of("host.not-a-link", link), cannot);
        }
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        Names.turn(link, target);
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> found) {
        var was = found.getOrDefault(TARGET, "");
        if (!was.isEmpty()) {
            Names.turn(link, Path.of(was));
        } else if (Files.isSymbolicLink(link)) {
            Moves.doing(link, () -> Forced.delete(link));
        }
    }
}
