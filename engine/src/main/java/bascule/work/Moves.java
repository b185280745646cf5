package bascule.work;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.store.Trees;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Things moved and put aside, so that a crash leaves them in one of the two places. */
final class Moves {
    private Moves() {}

    /** Something done to files. */
    @FunctionalInterface
    interface Doing {
        void run() throws IOException;
    }

    /** Something asked of files. */
    @FunctionalInterface
    interface Getting<T> {
        T get() throws IOException;
    }

    /**
     * @throws Fault BSC-409 naming the path, if it cannot be done
     */
    static void doing(Path path, Doing doing) {
        got(
                path,
                () -> {
                    doing.run();
                    return "";
                });
    }

    static <T> T got(Path path, Getting<T> getting) {
        try {
            return getting.get();
        } catch (IOException cannot) {
            throw new Fault("BSC-409", Text.of("work.file", path, Names.said(cannot)), cannot);
        } catch (UncheckedIOException cannot) {
            var cause = java.util.Objects.requireNonNull(cannot.getCause());
            throw new Fault("BSC-409", Text.of("work.file", path, Names.said(cause)), cannot);
        }
    }

    /** Renamed, or across file systems copied whole and then deleted. */
    static void move(Path from, Path to) throws IOException {
        Forced.folders(parent(to));
        if (Files.getFileStore(parent(from)).equals(Files.getFileStore(parent(to)))) {
            Forced.rename(from, to);
            return;
        }
        var beside = Forced.beside(to);
        Trees.delete(beside);
        Copies.tree(from, beside);
        Forced.rename(beside, to);
        Trees.delete(from);
        Names.force(parent(from));
    }

    /** What belongs to a folder and is kept beside it: {@code releases/.26.4.7.bascule-WHAT}. */
    static Path beside(Path folder, String what) {
        return folder.resolveSibling("." + folder.getFileName() + ".bascule-" + what);
    }

    /**
     * @throws Fault BSC-409 if it would lead out of the folder
     */
    static Path inside(Path folder, String relative) {
        var path = folder.resolve(relative).normalize();
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new Fault("BSC-409", Text.of("work.outside", relative, folder));
        }
        return path;
    }

    static Path parent(Path path) {
        var parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
