package bascule.store;

import bascule.host.Forced;
import bascule.host.Ran;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The folder, account and socket of a server that nobody uses. What a crash has left of it is ended
 * before it is made anew, by the traces in its folder.
 */
final class ScratchServer {
    private final Programs programs;
    private final Path folder;
    private final List<String> as;
    private final String account;
    private Path socket = Path.of("");

    /**
     * @param account whom it runs as where we are root: servers refuse to be root
     */
    ScratchServer(Programs origin, Path folder, String account) {
        this.folder = folder;
        this.account = account;
        this.as = origin.as(account).orElse(List.of());
        this.programs = origin.of(folder);
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** A folder with a short name: the path of a socket has at most 107 letters. */
    Path socket() {
        return socket;
    }

    /** Ends what is there, and makes the folders anew. */
    void make() throws IOException {
        close();
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        socket = Files.createTempDirectory("bascule-");
        Forced.write(folder.resolve("socket"), socket + "\n");
        if (!as.isEmpty()) {
            give(folder);
            give(socket);
        }
    }

    private void give(Path path) throws IOException {
        var accounts = path.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(path, accounts.lookupPrincipalByName(account));
    }

    /** Runs one of its programs as its account. */
    Ran run(List<String> argv) {
        return programs.run(words(argv), Map.of());
    }

    /**
     * @throws Fault BSC-433 if it does not end with 0
     */
    void must(List<String> argv) {
        programs.must(
                new Programs.Task("BSC-433", "store.proof.server", folder.toString()),
                words(argv),
                Map.of());
    }

    /** A problem for a server that does not come up. */
    Fault failed(String program, String why) {
        return new Fault("BSC-433", Text.of("store.proof.server", folder, program, 1, why));
    }

    private List<String> words(List<String> argv) {
        var words = new ArrayList<>(as);
        words.addAll(argv);
        return words;
    }

    /** Ends the server and takes its folders away. */
    void close() {
        try {
            programs.end();
            var note = folder.resolve("socket");
            if (Files.exists(note)) {
                Trees.delete(Path.of(Files.readString(note).strip()));
            }
            Trees.delete(folder);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
