package bascule.acceptance.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Redis with a folder, a port and a password; Debian's programs. Closing it ends it. */
final class RedisOfOurOwn implements AutoCloseable {
    static final String PASSWORD = "rd-s3cret";

    private final Process process;
    final int port;

    RedisOfOurOwn(Path folder, String... more) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var settings = Files.writeString(folder.resolve("redis.conf"), "requirepass " + PASSWORD);
        var words =
                new ArrayList<>(
                        List.of(
                                "redis-server",
                                settings.toString(),
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                port + "",
                                "--save",
                                "",
                                "--repl-diskless-sync-delay",
                                "0",
                                "--dir",
                                folder.toString()));
        words.addAll(List.of(more));
        process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("server.log").toFile())
                        .start();
        for (var tries = 0; ; tries++) {
            try {
                ask("PING");
                return;
            } catch (IOException notYet) {
                if (tries > 600 || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    close();
                    throw notYet;
                }
            }
        }
    }

    /** Its client's answer. */
    String ask(String... question) throws IOException, InterruptedException {
        var words =
                new ArrayList<>(
                        List.of(
                                "env",
                                "REDISCLI_AUTH=" + PASSWORD,
                                "redis-cli",
                                "-e",
                                "--no-auth-warning",
                                "-p",
                                port + ""));
        words.addAll(List.of(question));
        return PostgresServer.run(words.toArray(String[]::new)).strip();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
