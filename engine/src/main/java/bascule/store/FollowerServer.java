package bascule.store;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A PostgreSQL of ours that stands on a copy of another one's data folder: it follows, or stands
 * alone, on a socket that only the account that runs Bascule may use. What it is told goes by its
 * command line, which goes before what the copied folder says.
 */
final class FollowerServer {
    private static final Pattern SYSTEM = Pattern.compile("system identifier:\\s*(\\d+)");
    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    private static final Pattern STATE = Pattern.compile("cluster state:\\s*(.+)");

    /**
     * What it takes from the server that it follows.
     *
     * @param bin the folder of the programs of its series
     * @param account whom it runs as: who owns the data
     * @param superuser the first account of the server, which may do everything
     * @param settings those that must be no less than on the other side
     */
    record Shape(String bin, String account, String superuser, Map<String, String> settings) {
        Shape {
            settings = Map.copyOf(settings);
        }

        /** As the server is now whose data lie there. */
        static Shape of(PostgresDumper origin, Path live) throws IOException {
            var series = PostgresScratch.series(origin);
            var bin = PostgresScratch.bin(origin, series, "pg_basebackup");
            var settings = new HashMap<String, String>();
            for (var line : origin.ask(SETTINGS).split("\n", -1)) {
                var sign = line.indexOf('=');
                settings.put(line.substring(0, sign), line.substring(sign + 1));
            }
            var shape =
                    new Shape(
                            bin.orElseThrow(
                                            () ->
                                                    new Fault(
                                                            "BSC-430",
                                                            Text.of(
                                                                    "store.follow.programs",
                                                                    series)))
                                    .toString(),
                            Files.getOwner(live).getName(),
                            origin.ask("SELECT rolname FROM pg_roles WHERE oid = 10"),
                            settings);
            if (!shape.isPlain() || origin.programs().as(shape.account()).isEmpty()) {
                throw new Fault(
                        "BSC-430",
                        Text.of(
                                "store.follow.account",
                                shape.account() + ", " + shape.superuser()));
            }
            return shape;
        }

        /** That words go to a shell and names into a file is safe for these only. */
        boolean isPlain() {
            return superuser.matches("[A-Za-z_][A-Za-z0-9_]*") && !(bin + account).contains("\n");
        }
    }

    private final Programs programs;
    private final Connection origin;
    private final Path folder;
    private final Shape shape;

    /**
     * @param folder {@code data} and {@code server} are made in it
     */
    FollowerServer(Programs programs, Connection origin, Path folder, Shape shape) {
        this.programs = programs;
        this.origin = origin;
        this.folder = folder;
        this.shape = shape;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path own() {
        return folder.resolve("server");
    }

    private Path log() {
        return own().resolve("server.log");
    }

    /**
     * Copies the data folder of the server that is to be followed, which goes on serving.
     *
     * @throws Fault BSC-430 if it cannot
     */
    void copy() throws IOException {
        Files.createDirectories(own());
        Files.createDirectories(data());
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
        give(data());
        programs.of(own())
                .must(
                        new Task("BSC-430", "store.follow.copy", database()),
                        words(
                                "pg_basebackup",
                                List.of(
                                        "--pgdata=" + data(),
                                        "--wal-method=stream",
                                        "--checkpoint=fast",
                                        "--no-password")),
                        origin.postgresql());
        Files.deleteIfExists(data().resolve("backup_manifest"));
    }

    /**
     * Starts it; what an earlier start has left is ended first.
     *
     * @param follows whether it follows, or stands alone with what it has
     * @throws Fault BSC-430 if it does not start
     */
    void start(boolean follows) throws IOException {
        end();
        // Nothing of ours runs any more: whoever has that number now is somebody else.
        Files.deleteIfExists(data().resolve("postmaster.pid"));
        // Its folder is not its own: it can only write into what is there already.
        write("server.log", "");
        if (follows) {
            Forced.write(data().resolve("standby.signal"), "");
            give(data().resolve("standby.signal"));
        }
        var socket = Files.createTempDirectory("bascule-");
        Forced.write(own().resolve("socket"), socket + "\n");
        give(socket);
        write("postgresql.conf", "");
        write("hba.conf", "local all all peer map=bascule\n");
        write("ident.conf", "bascule %s %s\n".formatted(user(), shape.superuser()));
        var options =
                settings(socket, follows).entrySet().stream()
                        .map(one -> "-c " + quoted(one.getKey() + "=" + one.getValue()))
                        .collect(Collectors.joining(" "));
        var ran =
                programs.of(own())
                        .run(
                                words(
                                        "pg_ctl",
                                        List.of(
                                                "--wait",
                                                "--timeout=3600",
                                                "--pgdata=" + data(),
                                                "--log=" + log(),
                                                "--options=" + options,
                                                "start")),
                                follows ? origin.postgresql() : Map.of());
        if (ran.code() != 0) {
            throw new Fault("BSC-430", Text.of("store.follow.start", database(), fatal()));
        }
    }

    /** The last that it said of what is in its way. */
    String fatal() throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        var said =
                Files.readAllLines(log()).stream()
                        .filter(line -> line.contains("FATAL") || line.contains("ERROR"))
                        .toList();
        return said.isEmpty() ? "" : said.getLast().replaceFirst("^.*?(FATAL|ERROR):\\s*", "");
    }

    private Map<String, String> settings(Path socket, boolean follows) {
        var all = new LinkedHashMap<>(shape.settings());
        all.put("config_file", own().resolve("postgresql.conf").toString());
        all.put("hba_file", own().resolve("hba.conf").toString());
        all.put("ident_file", own().resolve("ident.conf").toString());
        all.put("listen_addresses", "");
        all.put("port", "5432");
        all.put("unix_socket_directories", socket.toString());
        all.put("hot_standby", "on");
        // The slot goes with the connection: none is ever left on the server that is followed.
        all.put("wal_receiver_create_temp_slot", "on");
        all.put("primary_slot_name", "");
        all.put("primary_conninfo", follows ? "application_name=bascule" : "");
        all.put("wal_retrieve_retry_interval", "200ms");
        // Our own questions are short: what comes in waits for them, and not they for it.
        all.put("max_standby_streaming_delay", "-1");
        for (var off :
                List.of(
                        "restore_command",
                        "archive_cleanup_command",
                        "recovery_end_command",
                        "synchronous_standby_names",
                        "session_preload_libraries",
                        "local_preload_libraries",
                        "external_pid_file")) {
            all.put(off, "");
        }
        for (var off : List.of("archive_mode", "logging_collector", "ssl", "autovacuum")) {
            all.put(off, "off");
        }
        all.put("log_destination", "stderr");
        all.put("shared_buffers", "128MB");
        all.put("huge_pages", "off");
        all.put("fsync", "on");
        return all;
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private String user() {
        return programs.host().identity().getOrDefault("user", "");
    }

    private void write(String name, String text) throws IOException {
        Forced.write(own().resolve(name), text);
        give(own().resolve(name));
    }

    private void give(Path path) throws IOException {
        if (!as().isEmpty()) {
            var accounts = path.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(path, accounts.lookupPrincipalByName(shape.account()));
        }
    }

    /** It was seen to be there when the shape was taken. */
    private List<String> as() {
        return programs.asKnown(shape.account());
    }

    private List<String> words(String program, List<String> more) {
        var words = new ArrayList<>(as());
        words.add(Path.of(shape.bin()).resolve(program).toString());
        words.addAll(more);
        return words;
    }

    private String database() {
        return origin.part("database").orElse("");
    }

    /** Asks it, as the account that may do everything in it. */
    PostgresDumper asked() throws IOException {
        return asked(programs);
    }

    /** The same for questions alone, of which nothing is left to be looked for after a crash. */
    PostgresDumper looked() throws IOException {
        return asked(programs.looking());
    }

    private PostgresDumper asked(Programs by) throws IOException {
        var note = own().resolve("socket");
        var socket = Files.exists(note) ? Files.readString(note).strip() : "/";
        return new PostgresDumper(
                by,
                new Connection(
                        Map.of(
                                "host",
                                socket,
                                "port",
                                "5432",
                                "user",
                                shape.superuser(),
                                "database",
                                database())),
                PostgresDumper.Loads.FRESH);
    }

    /** Whether it runs and answers. */
    boolean answers() throws IOException {
        try {
            return asked().ask("SELECT 1").equals("1");
        } catch (Fault _) {
            return false;
        }
    }

    /**
     * Ends it in order: all that it has is in its files when this returns.
     *
     * @throws Fault BSC-430 if it does not end so
     */
    void stop() throws IOException {
        asksToEnd();
        if (Files.exists(data().resolve("postmaster.pid"))) {
            programs.must(
                    new Task("BSC-430", "store.follow.stop", database()),
                    words("pg_ctl", List.of("--wait", "--mode=fast", "--pgdata=" + data(), "stop")),
                    Map.of());
        }
        end();
    }

    /**
     * Nobody is connected any more, so that it ends at once when it is asked; {@code pg_ctl} would
     * look only ten times a second whether it has.
     */
    private void asksToEnd() throws IOException {
        var note = data().resolve("postmaster.pid");
        var until = System.nanoTime() + AT_ONCE.toNanos();
        if (Files.exists(note)) {
            var number = Long.parseLong(Files.readAllLines(note).getFirst().strip());
            var mine =
                    DataExchange.isServer(
                            Path.of("/proc/" + number), Forced.real(data()), Set.of("postgres"));
            if (mine && ProcessHandle.of(number).filter(ProcessHandle::destroy).isPresent()) {
                while (Files.exists(note) && System.nanoTime() < until) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }

    /** Ends whatever of it runs, however it is. */
    void end() throws IOException {
        end(programs, folder);
    }

    static void end(Programs programs, Path folder) throws IOException {
        var own = folder.resolve("server");
        programs.of(own).end();
        var note = own.resolve("socket");
        if (Files.exists(note)) {
            Trees.delete(Path.of(Files.readString(note).strip()));
            Files.delete(note);
        }
    }

    /**
     * What the control file of a data folder says.
     *
     * @param system which server it belongs to; each has its own number
     */
    record Control(String system, String state) {}

    /**
     * @throws Fault BSC-431 if there is none, or it is damaged
     */
    Control control(Path folder) {
        var ran = programs.run(words("pg_controldata", List.of(folder.toString())), Map.of());
        var system = SYSTEM.matcher(ran.output());
        var state = STATE.matcher(ran.output());
        if (ran.code() != 0
                || ran.output().contains("WARNING")
                || !system.find()
                || !state.find()) {
            throw new Fault("BSC-431", Text.of("store.unreadable", folder, ran.output().strip()));
        }
        return new Control(system.group(1), state.group(1).strip());
    }

    private static final String SETTINGS =
            """
            SELECT name || '=' || setting FROM pg_settings
            WHERE name IN ('max_connections', 'max_worker_processes', 'max_wal_senders',
              'max_prepared_transactions', 'max_locks_per_transaction', 'shared_preload_libraries');
            """;
}
