package bascule.store;

import static bascule.store.MariadbClient.row;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A MariaDB of ours that stands on a copy of another one's data folder: it follows, or stands
 * alone, on a socket that only its account and ours may use. It has an account of ours as long as
 * it runs; all that it keeps of the other server is outside of the data.
 */
final class MariadbFollowerServer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ACCOUNT = "`bascule_follower`@`localhost`";
    private static final String COMPLETE = "Shutdown complete";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Programs programs;
    private final Connection origin;
    private final FollowerRoom room;
    private final MariadbShape shape;

    /**
     * @param folder {@code data} and {@code server} are made in it
     */
    MariadbFollowerServer(Programs programs, Connection origin, Path folder, MariadbShape shape) {
        this.programs = programs;
        this.origin = origin;
        this.room = new FollowerRoom(programs, folder, shape.account());
        this.shape = shape;
    }

    private Path data() {
        return room.data();
    }

    /** What it writes into besides its data. */
    private Path work() {
        return room.own().resolve("relay");
    }

    private String database() {
        return origin.part("database").orElse("");
    }

    /**
     * Copies the data folder of the server that is to be followed, which goes on serving.
     *
     * @return up to where in the log of that one, as it counts: the copy has all before
     * @throws Fault BSC-430 if it cannot
     */
    String copy(Path live) throws IOException {
        room.make();
        var work = Files.createDirectories(work());
        room.give(work);
        room.write("client.cnf", clientFile());
        var defaults = "--defaults-file=" + room.own().resolve("client.cnf");
        try {
            backup(List.of(defaults, "--backup", "--datadir=" + live, "--parallel=2"));
            backup(List.of(defaults, "--prepare"));
        } finally {
            Files.delete(room.own().resolve("client.cnf"));
        }
        var position = position();
        try (var files =
                Files.newDirectoryStream(data(), "{xtrabackup_*,mariadb_backup_*,backup-my.cnf}")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        Trees.force(data());
        return position;
    }

    /**
     * Makes empty data instead of a copy: they are loaded.
     *
     * @throws Fault BSC-430 if it cannot
     */
    void install(Path program) throws IOException {
        room.make();
        room.give(Files.createDirectories(work()));
        var words =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--no-defaults",
                                "--auth-root-authentication-method=normal",
                                "--skip-test-db",
                                "--datadir=" + data()));
        shape.settings().stream()
                .filter(setting -> setting.matches("--(innodb-page-size|lower-case).*"))
                .forEach(words::add);
        room.serving()
                .must(
                        new Task("BSC-430", "store.follow.started", database()),
                        room.words(words),
                        Map.of());
    }

    private void backup(List<String> more) {
        var words = new ArrayList<>(List.of(shape.backup()));
        words.addAll(more);
        words.addAll(List.of("--target-dir=" + data(), "--tmpdir=" + work()));
        room.serving()
                .must(
                        new Task("BSC-430", "store.follow.copy", database()),
                        room.words(words),
                        origin.mariadbSecret());
    }

    /** Who it is does not stand in a command line, where everybody could see it. */
    private String clientFile() {
        var text = new StringBuilder("[client]\nprotocol=tcp\n");
        for (var name : List.of("host", "port", "user")) {
            part(name).ifPresent(value -> text.append(option(name, value)));
        }
        origin.part("password").ifPresent(value -> text.append(option("password", value)));
        return text.toString();
    }

    private Optional<String> part(String name) {
        return Optional.ofNullable(shape.network().get(name));
    }

    private static String option(String name, String value) {
        return name
                + "=\""
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + "\"\n";
    }

    /** {@code bin.000001 328 0-1-5}: the last is none where nothing was ever logged. */
    private String position() throws IOException {
        for (var name : List.of("xtrabackup_binlog_info", "mariadb_backup_binlog_info")) {
            if (Files.exists(data().resolve(name))) {
                var parts = Files.readString(data().resolve(name)).strip().split("\t", -1);
                var position = parts.length > 2 ? parts[2] : "";
                if (position.matches("[0-9,-]*")) {
                    return position;
                }
            }
        }
        throw FollowerNotes.unreadable(data(), "binlog_info");
    }

    /**
     * Starts it; what an earlier start has left is ended first.
     *
     * @throws Fault BSC-430 if it does not start
     */
    void start() throws IOException {
        room.end();
        Trees.delete(work());
        room.give(Files.createDirectories(work()));
        room.write("server.log", "");
        Forced.write(room.own().resolve("running"), "");
        var socket = room.newSocket();
        var database =
                shape.isLoaded()
                        ? "CREATE DATABASE IF NOT EXISTS " + MariadbClient.name(database()) + ";\n"
                        : "";
        room.write(
                "init.sql",
                database
                        + "CREATE OR REPLACE USER %s IDENTIFIED BY '%s';%nGRANT ALL PRIVILEGES ON *.* TO %s WITH GRANT OPTION;%n"
                                .formatted(ACCOUNT, secret(), ACCOUNT));
        try {
            room.serving()
                    .must(
                            new Task("BSC-430", "store.follow.started", database()),
                            room.words(daemon(socket)),
                            Map.of());
            var against = Readiness.await(PATIENCE, this::look);
            if (against.isPresent()) {
                throw notStarted(against.get());
            }
        } finally {
            Files.delete(room.own().resolve("init.sql"));
        }
    }

    private Fault notStarted(String why) {
        return new Fault("BSC-430", Text.of("store.follow.start", database(), why));
    }

    private Readiness look() throws IOException {
        var said = said();
        if (answers()) {
            return new Readiness.Ready();
        }
        return said.contains("[ERROR] Aborting") || said.contains("ready for connections")
                ? new Readiness.Never(fatal())
                : new Readiness.NotYet(String.valueOf(said.length()), fatal());
    }

    /** A new one each time: only who may read our folder can know it. */
    private String secret() throws IOException {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        var secret = "Bq-" + HexFormat.of().formatHex(bytes);
        Forced.write(room.own().resolve("secret"), secret);
        return secret;
    }

    /**
     * Tells it whom to follow; it begins with {@link #go}.
     *
     * @param from where to begin, in the log of the other one; empty is where it had come to
     */
    void follow(Optional<String> from) throws IOException {
        var script =
                new StringBuilder("STOP SLAVE;\nSET GLOBAL innodb_flush_log_at_trx_commit = 1;\n");
        from.ifPresent(at -> script.append("SET GLOBAL gtid_slave_pos = '%s';%n".formatted(at)));
        script.append(
                "CHANGE MASTER TO MASTER_HOST = %s, MASTER_PORT = %s, MASTER_USER = %s, MASTER_PASSWORD = %s, MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 1;%n"
                        .formatted(
                                text(part("host").orElse("")),
                                Integer.parseInt(part("port").orElse("")),
                                text(part("user").orElse("")),
                                text(origin.part("password").orElse(""))));
        client().ask("BSC-430", script.toString());
    }

    /** Lets it follow: from here on nothing is lost that it cannot fetch again. */
    void go() throws IOException {
        client().ask("BSC-430", "SET GLOBAL innodb_flush_log_at_trx_commit = 2;\nSTART SLAVE;\n");
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    private List<String> daemon(Path socket) {
        var words =
                new ArrayList<>(
                        List.of(
                                "setsid",
                                "--fork",
                                shape.daemon(),
                                "--no-defaults",
                                "--datadir=" + data(),
                                "--socket=" + socket.resolve("s"),
                                "--log-error=" + room.log(),
                                "--init-file=" + room.own().resolve("init.sql"),
                                "--skip-networking",
                                "--skip-slave-start",
                                "--skip-log-bin",
                                "--event-scheduler=OFF",
                                // Two that follow one server must not have the same.
                                "--server-id=" + (1 + RANDOM.nextInt(Integer.MAX_VALUE - 1)),
                                "--replicate-same-server-id",
                                "--slave-max-allowed-packet=1G",
                                "--innodb-flush-log-at-trx-commit=1",
                                "--innodb-max-dirty-pages-pct=0",
                                "--innodb-buffer-pool-size=128M",
                                "--innodb-buffer-pool-dump-at-shutdown=OFF",
                                "--innodb-buffer-pool-load-at-startup=OFF"));
        for (var name :
                List.of(
                        "tmpdir=",
                        "pid-file=pid",
                        "master-info-file=master.info",
                        "relay-log-info-file=relay.info",
                        "relay-log=relay",
                        "relay-log-index=relay.index")) {
            var sign = name.indexOf('=') + 1;
            words.add("--" + name.substring(0, sign) + work().resolve(name.substring(sign)));
        }
        words.addAll(shape.settings());
        return words;
    }

    private String said() throws IOException {
        return Files.exists(room.log()) ? Files.readString(room.log()) : "";
    }

    /** The first that it said of what is in its way. */
    String fatal() throws IOException {
        return said().lines()
                .filter(line -> line.contains("[ERROR]"))
                .findFirst()
                .map(line -> line.replaceFirst("^.*?\\[ERROR\\]\\s*", ""))
                .orElse("");
    }

    /** Whether it ended otherwise than in order, or was never seen to end. */
    boolean wasCut() throws IOException {
        return Files.exists(room.own().resolve("running"))
                && !said().contains(COMPLETE)
                && !answers();
    }

    /** Ends it, however it is. */
    void end() throws IOException {
        room.end();
    }

    /** Asks it, as an account that may do everything in it. */
    MariadbDumper asked() throws IOException {
        var secret = room.own().resolve("secret");
        var to =
                new Connection(
                        Map.of(
                                "host",
                                room.socket().resolve("s").toString(),
                                "user",
                                "bascule_follower",
                                "password",
                                Files.exists(secret) ? Files.readString(secret) : "",
                                "defaults",
                                "none",
                                "database",
                                database()));
        return new MariadbDumper(programs, to, to, MariadbDumper.Loads.TRIAL);
    }

    MariadbClient client() throws IOException {
        return asked().client();
    }

    /** Whether it runs and answers. */
    boolean answers() throws IOException {
        try {
            client().ask("BSC-430", "SELECT " + row("1") + ";\n");
            return true;
        } catch (Fault _) {
            return false;
        }
    }

    /**
     * Ends it in order, without the account: all that it has is in its files when this returns.
     *
     * @param before what it is to do first
     * @throws Fault BSC-430 if it does not end so
     */
    void stop(String before) throws IOException {
        var process = process();
        client().ask("BSC-430", before + "DROP USER " + ACCOUNT + ";\nSHUTDOWN;\n");
        var against =
                Readiness.await(
                        PATIENCE.multipliedBy(5),
                        () -> {
                            if (said().contains(COMPLETE)) {
                                return new Readiness.Ready();
                            }
                            return process.filter(ProcessHandle::isAlive).isPresent()
                                    ? new Readiness.NotYet("", fatal())
                                    : new Readiness.Never(fatal());
                        });
        if (against.isPresent() && !said().contains(COMPLETE)) {
            throw new Fault("BSC-430", Text.of("store.follow.ends", database(), against.get()));
        }
        room.end();
        Trees.delete(room.own());
    }

    private Optional<ProcessHandle> process() throws IOException {
        var number = Files.readString(work().resolve("pid")).strip();
        return ProcessHandle.of(Long.parseLong(number));
    }
}
