package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stopped server's data folder exchanged with one that was made ready to take its place, in one
 * instant: a crash leaves the one or the other, and what a renaming leaves of a folder tells which.
 *
 * @param live where the server's data are
 * @param prepared the folder that takes their place; afterwards it holds what was there
 * @param note written once it is ready
 */
record DataExchange(Path live, Path prepared, Path note) {

    void makeReady() throws IOException {
        Forced.write(note, identity(prepared) + "\n");
    }

    boolean isReady() {
        return Files.exists(note);
    }

    boolean isDone() throws IOException {
        return isReady() && Files.readString(note).strip().equals(identity(live));
    }

    private static String identity(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:dev")
                + ":"
                + Files.getAttribute(folder, "unix:ino");
    }

    /**
     * @throws Fault BSC-432 if the server runs; by looking at what runs: what it noted itself may
     *     be of before a crash
     */
    void mayBegin() throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                if (isServer(process, live)) {
                    throw new Fault("BSC-432", Text.of("store.follow.runs", live));
                }
            }
        }
    }

    /** Whether a process, by its folder in {@code /proc}, works on those data. */
    static boolean isServer(Path process, Path data) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data)
                    && Files.readString(process.resolve("comm")).startsWith("postgres");
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * @throws Fault BSC-410 if the file system refuses: nothing was exchanged
     */
    void apply() throws IOException {
        Files.setPosixFilePermissions(prepared, Files.getPosixFilePermissions(live));
        Names.exchange(live, prepared);
    }
}
