package bascule.acceptance.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A PostgreSQL of our own: folder, port and account; Debian's programs. Closing it ends it. */
public final class PostgresServer implements AutoCloseable {
    public static final String PASSWORD = "pg-s3cret";

    private final Path folder;
    private final String options;
    public final int port;

    public PostgresServer(Path folder) throws IOException, InterruptedException {
        this(folder, "-c fsync=off");
    }

    /**
     * @param options of the server
     */
    public PostgresServer(Path folder, String options) throws IOException, InterruptedException {
        this.options = options;
        this.folder = Files.createDirectories(folder);
        port = freePort();
        run("chown", "postgres", folder.toString());
        for (var above = folder; above != null; above = above.getParent()) {
            if (!above.equals(Path.of("/"))) {
                run("chmod", "a+x", above.toString());
            }
        }
        asPostgres(program("initdb"), "--no-sync", "-A", "trust", "-D", data(), "-E", "UTF8");
        start();
        sql("postgres", "CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'");
        Files.writeString(
                Path.of(data(), "pg_hba.conf"),
                """
                local all all trust
                host all postgres 127.0.0.1/32 trust
                host all,replication all 127.0.0.1/32 scram-sha-256
                """);
        sql("postgres", "SELECT pg_reload_conf()");
    }

    private String data() {
        return folder().toString();
    }

    /** Where its data are. */
    public Path folder() {
        return folder.resolve("data");
    }

    public void start() throws IOException, InterruptedException {
        asPostgres(
                program("pg_ctl"),
                "-w",
                "-D",
                data(),
                "-l",
                folder.resolve("server.log").toString(),
                "-o",
                "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s %s"
                        .formatted(port, folder, options),
                "start");
    }

    /** What starts it and stays with it, without {@code pg_ctl}: a script. */
    public String program() throws IOException {
        return """
               exec setpriv --reuid=postgres --regid=postgres --init-groups '%s' -D '%s' -p %d \
                 -c listen_addresses=127.0.0.1 -c unix_socket_directories='%s' %s
               """
                .formatted(program("postgres"), data(), port, folder, options);
    }

    /** Returns when it lets people in. */
    public void answers() throws IOException, InterruptedException {
        var until = System.nanoTime() + java.time.Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                sql("postgres", "SELECT 1");
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > until) {
                    throw notYet;
                }
            }
        }
    }

    /** One that nobody listened on a moment ago. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /**
     * @param mode {@code fast}, or {@code immediate} for a server that crashes
     */
    public void stop(String mode) throws IOException, InterruptedException {
        asPostgres(program("pg_ctl"), "-w", "-D", data(), "-m", mode, "stop");
    }

    /** Lets the account {@code app} copy the server, and follow it. */
    public void mayBeFollowed() throws IOException, InterruptedException {
        sql("postgres", "ALTER ROLE app REPLICATION; GRANT pg_read_all_settings TO app");
    }

    private static String program(String name) throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/usr/lib/postgresql"))) {
            for (var version : all) {
                if (Files.isExecutable(version.resolve("bin/" + name))) {
                    return version.resolve("bin/" + name).toString();
                }
            }
        }
        throw new IOException("no " + name);
    }

    /** A database that belongs to the account {@code app}. */
    public void create(String database) throws IOException, InterruptedException {
        sql("postgres", "CREATE DATABASE " + database + " OWNER app");
    }

    /** As the server's administrator. */
    public String sql(String database, String statement) throws IOException, InterruptedException {
        return run(
                "psql",
                "-X",
                "-q",
                "-t",
                "-A",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                port + "",
                "-U",
                "postgres",
                "-d",
                database,
                "-c",
                statement);
    }

    /** Everything in it, as text. */
    public String picture(String database) throws IOException, InterruptedException {
        var dump =
                run(
                        "pg_dump",
                        "--inserts",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        port + "",
                        "-U",
                        "postgres",
                        "-d",
                        database);
        // A word against injection, another one each time.
        return dump.replaceAll("(?m)^\\\\(un)?restrict .*\\R", "");
    }

    private static void asPostgres(String... words) throws IOException, InterruptedException {
        var all =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=postgres",
                                "--regid=postgres",
                                "--init-groups"));
        all.addAll(Arrays.asList(words));
        run(all.toArray(String[]::new));
    }

    static String run(String... words) throws IOException, InterruptedException {
        return run(Path.of("/dev/null"), words);
    }

    static String run(Path input, String... words) throws IOException, InterruptedException {
        var out = Files.createTempFile("bascule-pg-", ".out");
        try {
            var process =
                    new ProcessBuilder(words)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectInput(input.toFile())
                            .redirectOutput(out.toFile())
                            .start();
            var code = process.waitFor();
            var said = Files.readString(out, StandardCharsets.UTF_8);
            if (code != 0) {
                throw new IOException(String.join(" ", words) + ": " + said);
            }
            return said;
        } finally {
            Files.delete(out);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop("immediate");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
