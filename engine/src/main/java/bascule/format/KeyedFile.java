package bascule.format;

import bascule.problem.Fault;
import bascule.text.Text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A structured file on disk: read by key, changed whole or not at all, and put back as found.
 *
 * <p>Every method throws {@link Fault} BSC-45x where it cannot.
 */
public final class KeyedFile {
    private static final int TRIES = 3;

    private KeyedFile() {}

    /** The first of the files that has the key, else the last. */
    public static Path holding(List<Path> files, String key) {
        return files.stream()
                .filter(file -> said(file, text -> Keys.has(text.text(), text.format(), key)))
                .findFirst()
                .orElseGet(files::getLast);
    }

    /** The value of a key; empty where the file or the key is not there. */
    public static Optional<String> read(Path file, String key) {
        return said(
                file,
                text ->
                        text.there()
                                ? Keys.read(text.text(), text.format(), key)
                                : Optional.empty());
    }

    /** What these changes will find, without making them. */
    public static Found find(Path file, List<Change> changes) {
        return said(file, text -> Found.in(text.text(), text.format(), text.there(), changes));
    }

    /** Whether the file is already as these changes want it. */
    public static boolean made(Path file, List<Change> changes) {
        return said(file, text -> made(text, changes).equals(text.text()));
    }

    private static String made(TextFile text, List<Change> changes) {
        var now = text.text();
        for (var change : changes) {
            now = Found.make(now, text.format(), change);
        }
        return now;
    }

    /** Makes the changes, all in one instant; repeating it changes nothing more. */
    public static void make(Path file, List<Change> changes) {
        rewrite(file, text -> made(text, changes));
    }

    /**
     * Puts back what was found; repeating it, or doing it before {@link #make}, changes nothing.
     */
    public static void putBack(Path file, Found found) {
        if (!found.there() && TextFile.read(file).there()) {
            if (Found.digest(TextFile.read(file).text()).equals(found.after())) {
                Rewrite.delete(file);
                return;
            }
        }
        rewrite(file, text -> text.there() ? found.putBackIn(text.text(), text.format()) : "");
    }

    private static void rewrite(Path file, Function<TextFile, String> change) {
        for (var attempt = 1; attempt <= TRIES; attempt++) {
            var text = TextFile.read(file);
            var now = said(text, change);
            if (now.equals(text.text())) {
                return;
            }
            var was = text.there() ? text.bytes(text.text()) : new byte[0];
            if (Rewrite.replace(file, text.bytes(now), Optional.of(was))) {
                return;
            }
        }
        throw new Fault("BSC-458", Text.of("format.busy", file));
    }

    private static <T> T said(Path file, Function<TextFile, T> question) {
        return said(TextFile.read(file), question);
    }

    /** A fault of what stands in the file names the file. */
    private static <T> T said(TextFile text, Function<TextFile, T> question) {
        try {
            return question.apply(text);
        } catch (Fault fault) {
            throw new Fault(fault.code(), Text.of("format.in", text.file(), fault.why()), fault);
        }
    }
}
