package bascule.store;

import bascule.host.Forced;
import bascule.host.Ran;
import bascule.store.Programs.Task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SQLite's own client on one file.
 *
 * @param mode how it opens the file: {@code rw} never makes one, {@code ro} never writes
 */
record SqliteClient(Programs programs, Path file, String mode) {
    /** How long it waits for others, in milliseconds; it ends before its own limit. */
    private long patience() {
        return Math.min(30_000, programs.limit().dividedBy(8).toMillis());
    }

    /** The words of one that does a few short things before the last. */
    List<String> words(List<String> first, String last) {
        var words = new ArrayList<>(List.of("sqlite3", "-batch", "-bail", "-noheader", "-list"));
        words.addAll(List.of("-init", "/dev/null", "-cmd", ".timeout " + patience()));
        first.forEach(one -> words.addAll(List.of("-cmd", one)));
        words.addAll(List.of("file:" + file.toUri().getRawPath() + "?" + mode, last));
        return words;
    }

    Ran run(String query) {
        return programs.run(words(List.of(), query), Map.of());
    }

    /** What it answers to a script, however much that is. */
    String ask(Task task, String script) throws IOException {
        var answer = Files.createTempFile("bascule-", ".answer");
        var asked = answer.resolveSibling(answer.getFileName() + ".sql");
        try {
            Forced.write(asked, script);
            var output = List.of(".output " + quoted(answer));
            programs.must(task, words(output, ".read " + quoted(asked)), Map.of());
            return Files.readString(answer);
        } finally {
            Files.deleteIfExists(asked);
            Files.delete(answer);
        }
    }

    static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
