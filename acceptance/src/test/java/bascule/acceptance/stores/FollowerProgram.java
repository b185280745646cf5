package bascule.acceptance.stores;

import bascule.host.LocalHost;
import bascule.store.Backup;
import bascule.store.Connection;
import bascule.store.MariadbFollower;
import bascule.store.PostgresFollower;
import bascule.store.Programs;
import bascule.store.Technique;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass in a process of its own, which can be killed. */
final class FollowerProgram {
    private FollowerProgram() {}

    /**
     * What is followed, and where its backup and the state of that are.
     *
     * @param live its data folder
     * @param database of MariaDB; empty is {@code shop} of PostgreSQL
     * @param first a folder of programs that come before the machine's own
     */
    record Followed(int port, Path live, Path folder, String database, String first) {
        List<String> words() {
            return List.of(
                    Integer.toString(port), live.toString(), folder.toString(), database, first);
        }

        Backup follower() {
            return database.isEmpty() ? FollowerProgram.follower(port, live, folder) : mariadb();
        }

        MariadbFollower mariadb() {
            var parts = new HashMap<>(parts(port, MariadbServer.PASSWORD));
            parts.put("database", database);
            return new MariadbFollower(
                    programs(folder, first), new Connection(parts), live, folder.resolve("backup"));
        }

        List<String> running() throws IOException {
            return FollowerProgram.running(folder.resolve("backup"));
        }

        void kill() throws IOException {
            FollowerProgram.kill(folder.resolve("backup"));
        }
    }

    /** What runs for the backup, by the folder that stands in its environment. */
    static List<String> running(Path backup) throws IOException {
        var mark = "BASCULE_RUN=" + backup.resolve("server");
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            var found = new ArrayList<String>();
            for (var process : all) {
                try {
                    if (Files.readString(process.resolve("environ")).contains(mark)) {
                        found.add(String.valueOf(process.getFileName()));
                    }
                } catch (IOException gone) {
                    // It ended while we looked.
                }
            }
            return found;
        }
    }

    static void kill(Path backup) throws IOException {
        for (var pid : running(backup)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        while (!running(backup).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** What is there when it is killed, as far as names in its folder tell. */
    record Cut(String verb, String name, boolean there) {
        /** A process of its own does it, and is killed as soon as that name is there, or is not. */
        void apply(Followed what) throws IOException, InterruptedException {
            var words =
                    new ArrayList<>(
                            List.of(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    FollowerProgram.class.getName(),
                                    verb));
            words.addAll(what.words());
            var process = new ProcessBuilder(words).inheritIO().start();
            var seen = what.folder().resolve("backup").resolve(name);
            while (process.isAlive() && Files.exists(seen) != there) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * {@code firstPass|lastPass|restore PORT DATA FOLDER DATABASE PROGRAMS}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static void main(String[] words) {
        var follower =
                new Followed(
                                Integer.parseInt(words[1]),
                                Path.of(words[2]),
                                Path.of(words[3]),
                                words[4],
                                words[5])
                        .follower();
        switch (words[0]) {
            case "firstPass" -> follower.firstPass();
            case "lastPass" -> follower.lastPass();
            case "restore" -> follower.restore();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** What such a follower left, as a later run takes it. */
    static Backup left(int port, Path folder) {
        var parts = new HashMap<>(parts(port, PostgresServer.PASSWORD));
        parts.put("database", "shop");
        return new Stored(folder, "postgresql", Map.copyOf(parts), Duration.ofMinutes(2))
                .backup("backup", new Technique.Left());
    }

    /**
     * @param folder where its backup and its state are
     */
    static PostgresFollower follower(int port, Path live, Path folder) {
        var parts = new HashMap<>(parts(port, PostgresServer.PASSWORD));
        parts.put("database", "shop");
        return new PostgresFollower(
                programs(folder, ""), new Connection(parts), live, folder.resolve("backup"));
    }

    private static Map<String, String> parts(int port, String password) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "user",
                "app",
                "password",
                password);
    }

    private static Programs programs(Path folder, String first) {
        var host = new LocalHost(folder.resolve("state"), Clock.systemUTC());
        return new Programs(host, List.of(), Duration.ofMinutes(2), Optional.empty(), first);
    }
}
