package bascule.store;

import static bascule.store.MariadbClient.name;
import static bascule.store.MariadbClient.row;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A MariaDB that nobody uses: a server of the same or a newer series on a socket in a folder of its
 * own, with the settings on which a load depends; where there are no programs for it, a database
 * beside the one that was dumped.
 *
 * <p>An account that may do there what the real one may does the load: what it may not is found
 * before the outage.
 */
final class MariadbScratch implements Scratch.There {
    private static final String ACCOUNT = "mysql";
    private static final Duration STARTS = Duration.ofMinutes(2);
    private final MariadbDumper dumper;
    private final Runnable end;

    private MariadbScratch(MariadbDumper dumper, Runnable end) {
        this.dumper = dumper;
        this.end = end;
    }

    @Override
    public Dumper dumper() {
        return dumper;
    }

    @Override
    public void close() {
        end.run();
    }

    /**
     * What is there of the original.
     *
     * @param account who loads, {@code app@%}
     */
    private record Origin(
            MariadbDumper dumper, MariadbObjects objects, MariadbRights rights, String account) {
        String user() {
            return account.substring(0, account.lastIndexOf('@'));
        }
    }

    /** The programs of a server. */
    private record Server(Path install, Path daemon) {}

    /**
     * @param original the database that was dumped
     */
    static Scratch in(Path folder, MariadbDumper original) throws IOException {
        var origin = origin(original);
        mayMakeAgain(origin);
        var version =
                original.client()
                        .ask("BSC-433", "SELECT " + row("VERSION()") + ";\n")
                        .getFirst()
                        .getFirst();
        var series = MariadbPrograms.series(version);
        if (series.isPresent()) {
            var server = server(original.programs(), series.get());
            if (server.isPresent() && original.programs().as(ACCOUNT).isPresent()) {
                var room = new ScratchServer(original.programs(), folder, ACCOUNT);
                return started(room, server.get(), origin);
            }
        }
        var name = "bascule_proof_%08x".formatted(folder.toString().hashCode());
        return origin.rights().in(name, "CREATE")
                ? database(origin, name)
                : new Scratch.None(Text.of("store.proof.no-mariadb", version));
    }

    private static Origin origin(MariadbDumper original) throws IOException {
        var client = original.client();
        return new Origin(
                original,
                MariadbObjects.in(client, "BSC-433"),
                client.rights("BSC-433"),
                client.ask("BSC-433", "SELECT " + row("CURRENT_USER()") + ";\n")
                        .getFirst()
                        .getFirst());
    }

    /**
     * Lets an account that may do what the real one may load into a server of ours.
     *
     * @param server as an account that may do everything there
     */
    static MariadbDumper loading(MariadbDumper original, MariadbDumper server) throws IOException {
        var origin = origin(original);
        mayMakeAgain(origin);
        server.client().ask("BSC-433", accounts(origin));
        var socket = Path.of(server.to().part("host").orElse(""));
        return new MariadbDumper(
                server.programs(),
                server.to(),
                connection(socket, origin.user(), server.named()),
                MariadbDumper.Loads.TRIAL);
    }

    /** Views, triggers, routines and events of another account need a right of their own. */
    private static void mayMakeAgain(Origin origin) {
        var others = new ArrayList<>(origin.objects().definers());
        others.remove(origin.account());
        if (!others.isEmpty() && !origin.rights().forOthers()) {
            throw new Fault(
                    "BSC-433",
                    Text.of(
                            "store.proof.definers",
                            origin.dumper().named(),
                            origin.account(),
                            String.join(", ", others)));
        }
    }

    private static Optional<Server> server(Programs programs, int least) {
        var install =
                MariadbPrograms.first(programs, List.of("mariadb-install-db", "mysql_install_db"));
        var daemon = MariadbPrograms.first(programs, List.of("mariadbd", "mysqld"));
        return daemon.flatMap(one -> MariadbPrograms.series(programs, one))
                .filter(series -> series >= least)
                .flatMap(_ -> install)
                .map(one -> new Server(one, daemon.get()));
    }

    private static Scratch started(ScratchServer room, Server server, Origin origin)
            throws IOException {
        room.make();
        try {
            var settings = settings(origin.dumper().client());
            var install =
                    new ArrayList<>(
                            List.of(
                                    server.install().toString(),
                                    "--no-defaults",
                                    "--auth-root-authentication-method=normal",
                                    "--skip-test-db",
                                    "--datadir=" + room.data()));
            settings.stream()
                    .filter(setting -> setting.matches("--(innodb-page-size|lower-case).*"))
                    .forEach(install::add);
            room.must(install);
            var socket = room.socket().resolve("s");
            room.must(daemon(room, server, settings, socket));
            await(room, socket);
            return made(room, socket, origin);
        } catch (Fault | IOException cannot) {
            room.close();
            throw cannot;
        }
    }

    private static List<String> daemon(
            ScratchServer room, Server server, List<String> settings, Path socket) {
        var words =
                new ArrayList<>(
                        List.of(
                                "setsid",
                                "--fork",
                                server.daemon().toString(),
                                "--no-defaults",
                                "--datadir=" + room.data(),
                                "--tmpdir=" + room.folder(),
                                "--socket=" + socket,
                                "--pid-file=" + room.folder().resolve("pid"),
                                "--log-error=" + room.folder().resolve("server.log"),
                                "--skip-networking",
                                "--skip-slave-start",
                                "--event-scheduler=OFF",
                                "--sync-binlog=0",
                                "--innodb-flush-log-at-trx-commit=0",
                                "--innodb-doublewrite=0",
                                "--innodb-buffer-pool-size=128M"));
        words.addAll(settings);
        return words;
    }

    /** Without these a load might work here that does not work there, or the other way round. */
    private static List<String> settings(MariadbClient client) throws IOException {
        var settings = new ArrayList<String>();
        var found =
                client.ask(
                        "BSC-433",
                        "SELECT "
                                + row("LOWER(variable_name)", "variable_value")
                                + " FROM information_schema.global_variables WHERE variable_name IN"
                                + " ('lower_case_table_names', 'innodb_page_size',"
                                + " 'max_allowed_packet', 'character_set_server',"
                                + " 'collation_server', 'innodb_strict_mode',"
                                + " 'innodb_default_row_format', 'explicit_defaults_for_timestamp',"
                                + " 'log_bin', 'log_bin_trust_function_creators');\n");
        for (var row : found) {
            if (!row.get(0).equals("log_bin")) {
                settings.add("--" + row.get(0).replace('_', '-') + "=" + row.get(1));
            } else if (row.get(1).equals("ON")) {
                settings.add("--log-bin=log");
            }
        }
        return settings;
    }

    /** Until it answers, or has said that it will not. */
    private static void await(ScratchServer room, Path socket) throws IOException {
        var log = room.folder().resolve("server.log");
        var against =
                Readiness.await(
                        STARTS,
                        () -> {
                            try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                                return new Readiness.Ready();
                            } catch (IOException notYet) {
                                var said = Files.exists(log) ? Files.readString(log) : "";
                                var why = error(said).orElse(String.valueOf(notYet.getMessage()));
                                return said.contains("[ERROR] Aborting")
                                        ? new Readiness.Never(why)
                                        : new Readiness.NotYet("", why);
                            }
                        });
        if (against.isPresent()) {
            throw room.failed(ACCOUNT, against.get());
        }
    }

    private static Optional<String> error(String said) {
        return said.lines().filter(line -> line.contains("[ERROR]")).findFirst();
    }

    private static Scratch made(ScratchServer room, Path socket, Origin origin) throws IOException {
        var programs = origin.dumper().programs();
        var objects = origin.objects();
        var named = origin.dumper().named();
        var database =
                "CREATE DATABASE %s CHARACTER SET %s COLLATE %s;\n"
                        .formatted(name(named), objects.charset(), objects.collation());
        new MariadbClient(programs, connection(socket, "root", ""))
                .ask("BSC-433", database + accounts(origin));
        return new MariadbScratch(
                new MariadbDumper(
                        programs,
                        connection(socket, "root", named),
                        connection(socket, origin.user(), named),
                        MariadbDumper.Loads.TRIAL),
                room::close);
    }

    /** Who loads, and those in whose name its views and routines act. */
    private static String accounts(Origin origin) {
        var loader = "%s@`localhost`".formatted(name(origin.user()));
        var script = new StringBuilder("CREATE USER IF NOT EXISTS " + loader + ";\n");
        script.append(origin.rights().given(loader));
        for (var definer : origin.objects().definers()) {
            var at = definer.lastIndexOf('@');
            var written =
                    at < 0
                            ? name(definer)
                            : name(definer.substring(0, at))
                                    + "@"
                                    + name(definer.substring(at + 1));
            if (!written.equals(loader)) {
                script.append(at < 0 ? "CREATE ROLE" : "CREATE USER")
                        .append(" IF NOT EXISTS ")
                        .append(written)
                        .append(";\nGRANT ALL PRIVILEGES ON *.* TO ")
                        .append(written)
                        .append(";\n");
            }
        }
        return script.toString();
    }

    private static Connection connection(Path socket, String user, String database) {
        var parts =
                new HashMap<>(Map.of("host", socket.toString(), "user", user, "defaults", "none"));
        if (!database.isEmpty()) {
            parts.put("database", database);
        }
        return new Connection(parts);
    }

    /** Beside the real one, by an account that may; what a crash has left of it goes first. */
    private static Scratch database(Origin origin, String database) throws IOException {
        var objects = origin.objects();
        var client = origin.dumper().client();
        client.ask(
                "BSC-433",
                "DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s CHARACTER SET %s COLLATE %s;\n"
                        .formatted(
                                name(database),
                                name(database),
                                objects.charset(),
                                objects.collation()));
        var parts = new HashMap<>(origin.dumper().to().parts());
        parts.put("database", database);
        var to = new Connection(parts);
        return new MariadbScratch(
                new MariadbDumper(
                        origin.dumper().programs(), to, to, MariadbDumper.Loads.TRIAL_BESIDE),
                () -> drop(client, database));
    }

    private static void drop(MariadbClient client, String database) {
        try {
            client.ask("BSC-433", "DROP DATABASE IF EXISTS " + name(database) + ";\n");
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
