package bascule.store;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a server of ours works that stands on a copy of another one's data: the copy is in {@code
 * data}; its settings, its log and what tells that it is ours are in {@code server}.
 *
 * @param account whom it runs as: who owns the data
 */
record FollowerRoom(Programs programs, Path folder, String account) {
    Path data() {
        return folder.resolve("data");
    }

    /** Its folder is not its own: it can only write into what is there already. */
    Path own() {
        return folder.resolve("server");
    }

    Path log() {
        return own().resolve("server.log");
    }

    /** For what is run in its name: it is found by what stands in {@link #own}. */
    Programs serving() {
        return programs.of(own());
    }

    /** Both folders, empty of data. */
    void make() throws IOException {
        Files.createDirectories(own());
        Files.createDirectories(data());
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
        give(data());
    }

    /** A folder with a short name: the path of a socket has at most 107 letters. */
    Path newSocket() throws IOException {
        var socket = Files.createTempDirectory("bascule-");
        Forced.write(own().resolve("socket"), socket + "\n");
        give(socket);
        return socket;
    }

    /** That of the last start, or a folder that has none. */
    Path socket() throws IOException {
        var note = own().resolve("socket");
        return Path.of(Files.exists(note) ? Files.readString(note).strip() : "/");
    }

    /** Writes a file that the server may read. */
    void write(String name, String text) throws IOException {
        Forced.write(own().resolve(name), text);
        give(own().resolve(name));
    }

    void give(Path path) throws IOException {
        if (programs.as(account).filter(List::isEmpty).isEmpty()) {
            var accounts = path.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(path, accounts.lookupPrincipalByName(account));
        }
    }

    /** The words that run a program as its account. */
    List<String> words(List<String> argv) {
        var words =
                new ArrayList<>(
                        programs.as(account)
                                .orElseThrow(
                                        () ->
                                                new Fault(
                                                        "BSC-430",
                                                        Text.of("store.follow.account", account))));
        words.addAll(argv);
        return words;
    }

    /** Ends whatever of it runs, however it is. */
    void end() throws IOException {
        end(programs, folder);
    }

    static void end(Programs programs, Path folder) throws IOException {
        var own = folder.resolve("server");
        programs.of(own).end();
        var note = own.resolve("socket");
        if (Files.exists(note)) {
            Trees.delete(Path.of(Files.readString(note).strip()));
            Files.delete(note);
        }
    }
}
