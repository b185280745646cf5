package bascule.acceptance.stores;

import bascule.host.LocalHost;
import bascule.store.Backup;
import bascule.store.Connection;
import bascule.store.PostgresFollower;
import bascule.store.Programs;
import bascule.store.Technique;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass in a process of its own, which can be killed. */
final class FollowerProgram {
    private FollowerProgram() {}

    /**
     * {@code firstPass|lastPass|restore PORT DATA FOLDER}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static void main(String[] words) {
        var follower = follower(Integer.parseInt(words[1]), Path.of(words[2]), Path.of(words[3]));
        switch (words[0]) {
            case "firstPass" -> follower.firstPass();
            case "lastPass" -> follower.lastPass();
            case "restore" -> follower.restore();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** What such a follower left, as a later run takes it. */
    static Backup left(int port, Path folder) {
        return new Stored(folder, "postgresql", parts(port), Duration.ofMinutes(2))
                .backup("backup", new Technique.Left());
    }

    private static Map<String, String> parts(int port) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "user",
                "app",
                "password",
                PostgresServer.PASSWORD,
                "database",
                "shop");
    }

    /**
     * @param folder where its backup and its state are
     */
    static PostgresFollower follower(int port, Path live, Path folder) {
        var host = new LocalHost(folder.resolve("state"), Clock.systemUTC());
        var to = new Connection(parts(port));
        var limit = Duration.ofMinutes(2);
        var programs = new Programs(host, List.of(), limit, Optional.empty(), "");
        return new PostgresFollower(programs, to, live, folder.resolve("backup"));
    }
}
