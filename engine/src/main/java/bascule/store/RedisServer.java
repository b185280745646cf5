package bascule.store;

import bascule.problem.Fault;
import bascule.store.RedisTalk.Reply;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis of our own on a socket, that has loaded a dump and never writes. */
final class RedisServer implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ScratchServer server;
    private final long end;

    private RedisServer(Programs origin, Path folder) {
        server = new ScratchServer(origin, folder, "redis");
        end = System.nanoTime() + origin.limit().toNanos();
    }

    /**
     * @param folder not there yet, or left over by a crash
     * @throws Fault BSC-433 if it cannot be started, or does not load the dump
     */
    static RedisServer of(Programs origin, Path folder, Path dump) throws IOException {
        var made = new RedisServer(origin, folder);
        try {
            made.start(dump);
            return made;
        } catch (IOException | RuntimeException cannot) {
            made.close();
            throw cannot;
        }
    }

    private void start(Path dump) throws IOException {
        server.make();
        server.must(
                List.of(
                        "redis-server",
                        "--daemonize",
                        "yes",
                        "--port",
                        "0",
                        "--unixsocket",
                        socket().toString(),
                        "--unixsocketperm",
                        "700",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--databases",
                        "10000",
                        "--pidfile",
                        note().toString(),
                        "--logfile",
                        server.folder().resolve("server.log").toString(),
                        "--dir",
                        dump.resolveSibling(".").normalize().toString(),
                        "--dbfilename",
                        String.valueOf(dump.getFileName())));
        while (!answers()) {
            if (gone() || System.nanoTime() - end >= 0) {
                throw new Fault(
                        "BSC-433",
                        Text.of("store.proof.server", server.folder(), "redis-server", 1, said()));
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException cutShort) {
                throw new Fault("BSC-404", Text.of("host.cut-short"), cutShort);
            }
        }
    }

    Path socket() {
        return server.socket().resolve("redis");
    }

    private Path note() {
        return server.folder().resolve("redis.pid");
    }

    /** While it loads, it refuses. */
    private boolean answers() {
        try (var talk = talk()) {
            return talk.ask("PING") instanceof Reply.Bytes;
        } catch (IOException notYet) {
            return false;
        }
    }

    private boolean gone() throws IOException {
        if (!Files.exists(note())) {
            return false;
        }
        var number = Files.readString(note()).strip();
        return !number.isEmpty() && !Files.exists(Path.of("/proc", number));
    }

    private String said() throws IOException {
        var log = server.folder().resolve("server.log");
        var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
        return lines.isEmpty() ? "-" : lines.getLast();
    }

    RedisTalk talk() throws IOException {
        return new RedisTalk(socket());
    }

    @Override
    public void close() {
        server.close();
    }
}
