package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A stopped server's data folder exchanged with one that was made ready to take its place, in one
 * instant: a crash leaves the one or the other, and what a renaming leaves of a folder tells which.
 *
 * @param live where the server's data are
 * @param prepared the folder that takes their place; afterwards it holds what was there
 * @param note written once it is ready
 * @param servers what its program is called
 */
record DataExchange(Path live, Path prepared, Path note, Set<String> servers) {
    DataExchange {
        servers = Set.copyOf(servers);
    }

    /**
     * @param into where the prepared folder would be; it need not exist yet
     * @return why the two names cannot be exchanged; empty if they can
     */
    static Optional<Text> against(Path live, Path into) throws IOException {
        var above = live.getParent();
        if (above == null || !device(above).equals(device(live))) {
            return Optional.of(Text.of("store.follow.not.mount", live));
        }
        return device(Choice.existing(into)).equals(device(live))
                ? Optional.empty()
                : Optional.of(Text.of("store.follow.not.room", live));
    }

    private static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev");
    }

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
        return device(folder) + ":" + Files.getAttribute(folder, "unix:ino");
    }

    /**
     * @throws Fault BSC-432 if the server runs
     */
    void mayBegin() throws IOException {
        if (runs(live, servers)) {
            throw new Fault("BSC-432", Text.of("store.follow.runs", live));
        }
    }

    /**
     * Whether a server works in that folder, by looking at what runs: what it noted itself may be
     * of before a crash.
     */
    static boolean runs(Path live, Set<String> servers) throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                if (isServer(process, live, servers)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a process, by its folder in {@code /proc}, works on those data. */
    static boolean isServer(Path process, Path live, Set<String> servers) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(live)
                    && servers.contains(Files.readString(process.resolve("comm")).strip());
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
