package bascule.acceptance.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MariaDB of our own: folder, port and account; Debian's programs. Closing it ends it. */
public final class MariadbServer implements AutoCloseable {
    public static final String PASSWORD = "my-s3cret";

    private final Path folder;
    private final List<String> words;
    private Process process;
    public final int port;

    /**
     * @param more words for the server
     */
    public MariadbServer(Path folder, String... more) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        PostgresServer.run("chown", "mysql", folder.toString());
        for (var above = folder; above != null; above = above.getParent()) {
            if (!above.equals(Path.of("/"))) {
                PostgresServer.run("chmod", "a+x", above.toString());
            }
        }
        var install =
                as(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--datadir=" + data());
        PostgresServer.run(install.toArray(String[]::new));
        words =
                as(
                        "mariadbd",
                        "--no-defaults",
                        "--datadir=" + data(),
                        "--socket=" + socket(),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--pid-file=" + folder.resolve("pid"),
                        "--innodb-flush-log-at-trx-commit=0");
        words.addAll(List.of(more));
        process = begin();
        awaited();
        sql("mysql", "CREATE USER app@127.0.0.1 IDENTIFIED BY '" + PASSWORD + "'");
    }

    private Process begin(String... more) throws IOException {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    private void awaited() throws IOException, InterruptedException {
        while (!answers()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException(Files.readString(folder.resolve("server.log")));
            }
        }
    }

    /**
     * Again, after it was stopped; the port stays.
     *
     * @param more words for this time
     */
    public void start(String... more) throws IOException, InterruptedException {
        process = begin(more);
        awaited();
    }

    /** What starts it and stays with it: a script. */
    public String program() {
        return "exec '" + String.join("' '", words) + "'\n";
    }

    boolean runs() {
        return process.isAlive();
    }

    /** In order. */
    public void stop() throws IOException, InterruptedException {
        sql("mysql", "SHUTDOWN");
        process.waitFor();
    }

    /** What a server must have and do so that another one can follow it. */
    public static String[] followed() {
        return new String[] {
            "--log-bin=bin",
            "--binlog-format=ROW",
            "--server-id=1",
            "--log-bin-trust-function-creators=1",
            // One that is killed must not have in its log what it has lost of its tables.
            "--innodb-flush-log-at-trx-commit=2"
        };
    }

    /** The account {@code app} may follow, and copy. */
    public void mayBeFollowed() throws IOException, InterruptedException {
        sql(
                "mysql",
                "GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICATION SLAVE ON *.* TO app@127.0.0.1");
    }

    /** The account {@code app} may have the log sent to it. */
    public void mayReadTheLog() throws IOException, InterruptedException {
        sql("mysql", "GRANT BINLOG MONITOR, REPLICATION SLAVE ON *.* TO app@127.0.0.1");
    }

    private static List<String> as(String... words) {
        var all =
                new ArrayList<>(
                        List.of("setpriv", "--reuid=mysql", "--regid=mysql", "--init-groups"));
        all.addAll(List.of(words));
        return all;
    }

    /** Whether it lets people in. */
    public boolean answers() throws InterruptedException {
        try {
            sql("mysql", "SELECT 1");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public Path data() {
        return folder.resolve("data");
    }

    private Path socket() {
        return folder.resolve("s");
    }

    /** A database in which the account {@code app} may do everything. */
    public void create(String database) throws IOException, InterruptedException {
        sql(
                "mysql",
                "CREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; GRANT ALL PRIVILEGES ON %s.* TO app@127.0.0.1"
                        .formatted(database, database));
    }

    /** As the server's administrator. */
    public String sql(String database, String script) throws IOException, InterruptedException {
        return asked(List.of("--socket=" + socket(), "--user=root"), database, script);
    }

    /** As the account {@code app}. */
    public String app(String database, String script) throws IOException, InterruptedException {
        return asked(
                List.of("--host=127.0.0.1", "--port=" + port, "--user=app", "-p" + PASSWORD),
                database,
                script);
    }

    private String asked(List<String> who, String database, String script)
            throws IOException, InterruptedException {
        var file = Files.createTempFile("bascule-my-", ".sql");
        try {
            Files.writeString(file, script);
            var words = new ArrayList<>(List.of("mariadb", "--no-defaults"));
            words.addAll(who);
            words.addAll(
                    List.of(
                            "--batch",
                            "--skip-column-names",
                            "--binary-mode",
                            "--comments",
                            "--default-character-set=utf8mb4",
                            "--database=" + database));
            return PostgresServer.run(file, words.toArray(String[]::new));
        } finally {
            Files.delete(file);
        }
    }

    /** Everything in it, as text, its history with it. */
    public String picture(String database) throws IOException, InterruptedException {
        return PostgresServer.run(
                        "mariadb-dump",
                        "--no-defaults",
                        "--socket=" + socket(),
                        "--user=root",
                        "--default-character-set=utf8mb4",
                        "--routines",
                        "--triggers",
                        "--events",
                        "--hex-blob",
                        "--dump-history",
                        "--order-by-primary",
                        "--skip-extended-insert",
                        "--skip-dump-date",
                        database)
                + sql(
                        "mysql",
                        "SELECT * FROM information_schema.schemata WHERE schema_name = '%s'"
                                .formatted(database));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
