package bascule.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out how the releases of an instance lie on the disk. */
final class Layouts {
    private Layouts() {}

    static Survey.Layout of(Subject subject) {
        var root = subject.instance().root();
        try {
            var real = root.toRealPath();
            if (!Files.isSymbolicLink(root)) {
                return new Survey.Layout(
                        Survey.Layout.Kind.FOLDER,
                        root.toString(),
                        Optional.empty(),
                        real.toString());
            }
            return new Survey.Layout(
                    shared(subject, real) ? Survey.Layout.Kind.SHARED : Survey.Layout.Kind.LINK,
                    root.toString(),
                    Optional.of(Files.readSymbolicLink(root).toString()),
                    real.toString());
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** The folder beside the link in which what all releases share would lie. */
    static String shared(Survey.Layout layout) {
        return Path.of(layout.root()).resolveSibling("shared").toString();
    }

    /** Whether everything that stays is a link out of the release, into the shared folder. */
    private static boolean shared(Subject subject, Path real) throws IOException {
        var folder = subject.instance().root().resolveSibling("shared");
        var keep = subject.body().code().map(code -> code.keep()).orElse(java.util.List.of());
        if (!Files.isDirectory(folder)) {
            return false;
        }
        for (var path : keep) {
            var inside = real.resolve(path);
            if (Files.exists(inside) && !inside.toRealPath().startsWith(folder.toRealPath())) {
                return false;
            }
        }
        return true;
    }
}
