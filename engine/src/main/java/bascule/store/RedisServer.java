package bascule.store;

import bascule.store.RedisTalk.Reply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis of our own on a socket, that has loaded a dump and never writes. */
final class RedisServer implements AutoCloseable {
    private final ScratchServer server;
    private final Duration limit;

    private RedisServer(Programs origin, Path folder) {
        server = new ScratchServer(origin, folder, "redis");
        limit = origin.limit();
    }

    /**
     * @param folder not there yet, or left over by a crash
     * @throws bascule.problem.Fault BSC-433 if it cannot be started, or does not load the dump
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
                        "--repl-diskless-sync-delay",
                        "0",
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
        var against = Readiness.await(limit, this::look);
        if (against.isPresent()) {
            throw server.failed("redis-server", against.get());
        }
    }

    /** While it loads, it refuses. */
    private Readiness look() throws IOException {
        try (var talk = talk()) {
            if (talk.ask("PING") instanceof Reply.Bytes) {
                return new Readiness.Ready();
            }
        } catch (IOException notYet) {
            // Whether it ever will is told by its process.
        }
        return gone() ? new Readiness.Never(said()) : new Readiness.NotYet("", said());
    }

    Path socket() {
        return server.socket().resolve("redis");
    }

    private Path note() {
        return server.folder().resolve("redis.pid");
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
