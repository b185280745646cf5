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
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * In a staged release, the folders that the application fills anew: as shipped or empty, but its
 * own to write in, as those of the release that serves are. One that is a link there leads to the
 * same place.
 */
record ScratchDeed(Path from, Path to, List<String> paths) implements Deed {
    @Override
    public Seen look() {
        return paths.stream().allMatch(path -> Moves.got(to, () -> isSo(path)))
                ? Seen.DONE
                : Seen.NOT_BEGUN;
    }

    private boolean isSo(String path) throws IOException {
        var old = Moves.inside(from, path);
        var made = Moves.inside(to, path);
        if (Files.isSymbolicLink(old)) {
            return Files.isSymbolicLink(made)
                    && Files.readSymbolicLink(made).equals(Files.readSymbolicLink(old));
        }
        return !Files.isDirectory(old)
                || (Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)
                        && dress(old).equals(dress(made)));
    }

    private static List<Object> dress(Path folder) throws IOException {
        var seen = Files.readAttributes(folder, PosixFileAttributes.class);
        return List.of(seen.owner(), seen.group(), seen.permissions());
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        for (var path : paths) {
            Moves.doing(to.resolve(path), () -> make(path));
        }
        return Map.of();
    }

    private void make(String path) throws IOException {
        if (isSo(path)) {
            return;
        }
        var old = Moves.inside(from, path);
        var made = Moves.inside(to, path);
        Forced.folders(Moves.parent(made));
        if (Files.isSymbolicLink(old)) {
            Trees.delete(made);
            Names.turn(made, Files.readSymbolicLink(old));
            return;
        }
        Forced.folders(made);
        Trees.own(made, old);
        Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(old));
        Names.force(made);
    }
}
