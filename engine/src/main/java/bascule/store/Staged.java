package bascule.store;

import bascule.host.Forced;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The mark beside a folder that an instance had unpacked. It is written first, and the folder comes
 * into being whole: what has no mark, or another instance's, was made by somebody else.
 *
 * @param into the folder
 * @param root where the application is that it was unpacked for
 */
public record Staged(Path into, Path root) {
    private Path mark() {
        return into.resolveSibling("." + into.getFileName() + ".bascule-unpacked");
    }

    /** Before the folder is there. */
    public void claim(String sha256) throws IOException {
        Forced.write(mark(), text(sha256));
    }

    private String text(String sha256) {
        return sha256 + "\n" + root + "\n";
    }

    /** Whether it is there, whole, from an archive of this checksum. */
    public boolean holds(String sha256) throws IOException {
        return Files.isDirectory(into)
                && Files.exists(mark())
                && Files.readString(mark()).equals(text(sha256));
    }

    /** Whether something is there that was not unpacked for this application. */
    public boolean isForeign() throws IOException {
        return Forced.there(into)
                && !(Files.exists(mark()) && Files.readString(mark()).endsWith("\n" + root + "\n"));
    }
}
