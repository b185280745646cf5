package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.Backup.Summary;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files of a server's data folder that a follower left, and how long each is: they cannot be
 * read all while the application is closed, so that there are no checksums of them.
 */
record DataFiles(Path backup) {

    /**
     * @param bytes of each file, by its path in the data folder
     */
    record Noted(Map<String, Long> bytes) {
        Noted {
            bytes = Map.copyOf(bytes);
        }
    }

    static Path data(Path backup) {
        return backup.resolve("data");
    }

    private Path note() {
        return backup.resolve("files.json");
    }

    /** Whether a follower left this. */
    boolean are() {
        return Files.exists(note());
    }

    /** What lies there and does not come by the log: somebody may have edited it since. */
    void take(Path live, String pattern) throws IOException {
        try (var files = Files.newDirectoryStream(live, pattern)) {
            for (var file : files) {
                var copy = data(backup).resolve(file.getFileName());
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(
                            file,
                            copy,
                            StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                    Trees.own(copy, file);
                    Names.force(copy);
                }
            }
        }
        Names.force(data(backup));
    }

    /**
     * Notes those that stay as long as they are, whatever server stands on them.
     *
     * @param stays told paths in the data folder
     */
    void write(Predicate<String> stays) throws IOException {
        var data = data(backup);
        var bytes = new TreeMap<String, Long>();
        try (var all = Files.walk(data)) {
            for (var file : (Iterable<Path>) all::iterator) {
                var name = data.relativize(file).toString();
                if (stays.test(name) && Files.isRegularFile(file)) {
                    bytes.put(name, Files.size(file));
                }
            }
        }
        Forced.write(note(), Json.pretty(new Noted(bytes)) + "\n");
    }

    /**
     * Whether all are there and none is shorter or longer.
     *
     * @throws Fault BSC-431 naming the first that is not
     */
    Summary look() {
        return each(Files::size);
    }

    /**
     * The same, and reads each to its end.
     *
     * @throws Fault BSC-431 naming the first that is not as it was, or cannot be read
     */
    Summary read() {
        return each(DataFiles::length);
    }

    private static long length(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private interface Length {
        long of(Path file) throws IOException;
    }

    private Summary each(Length length) {
        var total = 0L;
        var noted = noted();
        for (var file : new TreeMap<>(noted.bytes()).entrySet()) {
            var path = data(backup).resolve(file.getKey());
            if (!Files.exists(path)) {
                throw new Fault("BSC-431", Text.of("store.missing", path));
            }
            try {
                if (length.of(path) != file.getValue()) {
                    throw new Fault("BSC-431", Text.of("store.differs", path));
                }
            } catch (IOException cannot) {
                throw unreadable(path, cannot);
            }
            total += file.getValue();
        }
        return new Summary(noted.bytes().size(), 0, total);
    }

    private Noted noted() {
        try {
            return Json.read(Files.readString(note()), Noted.class);
        } catch (IOException | tools.jackson.core.JacksonException cannot) {
            throw unreadable(note(), cannot);
        }
    }

    private static Fault unreadable(Path path, Exception cannot) {
        var said = String.valueOf(cannot.getMessage());
        return new Fault("BSC-431", Text.of("store.unreadable", path, said), cannot);
    }
}
