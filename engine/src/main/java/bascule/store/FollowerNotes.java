package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is noted of a copy that follows, beside it: whoever comes after a crash knows only that.
 *
 * @param folder where the notes lie
 */
record FollowerNotes(Path folder) {
    Path place(String name) {
        return folder.resolve(name + ".json");
    }

    boolean has(String name) {
        return Files.exists(place(name));
    }

    /**
     * @throws Fault BSC-431 if it cannot be read
     */
    <T> T read(String name, Class<T> type) throws IOException {
        try {
            return Json.read(Files.readString(place(name)), type);
        } catch (tools.jackson.core.JacksonException cannot) {
            throw unreadable(place(name), String.valueOf(cannot.getMessage()));
        }
    }

    void write(String name, Object value) throws IOException {
        Forced.write(place(name), Json.pretty(value) + "\n");
    }

    void forget(String name) throws IOException {
        Files.deleteIfExists(place(name));
    }

    static Fault unreadable(Path place, Object said) {
        return new Fault("BSC-431", Text.of("store.unreadable", place, said));
    }

    /** What reads and writes files. */
    interface Io<T> {
        T get() throws IOException;
    }

    /**
     * @throws Fault BSC-430 if a file cannot be read or written
     */
    <T> T writing(Io<T> work) {
        try {
            return work.get();
        } catch (IOException cannot) {
            throw new Fault("BSC-430", Text.of("store.copy", folder, Names.said(cannot)), cannot);
        }
    }

    /** Has a server of ours read every row of it, to its end. */
    void readAll(Dumper server) throws IOException {
        var scratch = folder.resolve("scratch");
        Trees.delete(scratch);
        try {
            var dump = Files.createDirectories(scratch.resolve("read"));
            server.dump(dump);
            server.read(dump);
        } finally {
            Trees.deleteQuietly(scratch);
        }
    }
}
