package bascule.store;

import static bascule.store.MariadbClient.literal;
import static bascule.store.MariadbClient.name;
import static bascule.store.MariadbClient.row;

import bascule.problem.Fault;
import bascule.store.Dumper.Table;
import bascule.store.MariadbLog.Fetching;
import bascule.store.MariadbLog.Position;
import bascule.store.MariadbLog.Reached;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A server of ours with one database of a server that others use, too: loaded from a dump, and
 * brought on by what the log has of that database. How far it has come is noted; a crash while
 * something is done leaves it in doubt, and it is made anew.
 *
 * @param origin the database
 * @param into where the copy is; its notes lie there
 */
record MariadbLoaded(MariadbDumper origin, Path into) {
    private static final String APPLIED = "applied";
    private static final String APPLYING = "applying";

    /**
     * How far it has come.
     *
     * @param dumped where in the log the dump was taken
     * @param took how long the load took
     */
    record Applied(
            Reached reached,
            Position dumped,
            MariadbTables tables,
            boolean anyCase,
            Duration took) {
        Applied at(Reached now) {
            return new Applied(now, dumped, tables, anyCase, took);
        }

        boolean isAsDumped() {
            return reached.position().equals(dumped);
        }
    }

    private FollowerNotes notes() {
        return new FollowerNotes(into);
    }

    private MariadbLog log() {
        return new MariadbLog(origin);
    }

    private Path room() {
        return into.resolve("log");
    }

    Applied applied() throws IOException {
        return notes().read(APPLIED, Applied.class);
    }

    MariadbFollowerServer server() throws IOException {
        var shape = notes().read("following", MariadbFollower.Following.class).shape();
        return server(shape);
    }

    private MariadbFollowerServer server(MariadbShape shape) {
        return new MariadbFollowerServer(origin.programs(), origin.to(), into, shape);
    }

    /**
     * Makes it of a dump.
     *
     * @throws Fault BSC-430 or BSC-433 if it cannot be made, BSC-464 if the log cannot be had
     */
    void make(MariadbPrograms.Scratch with, Path dump, Map<String, Table> lies) throws IOException {
        var shape = MariadbShape.loaded(origin, with.daemon(), with.account());
        var server = server(shape);
        server.install(with.install());
        server.start();
        server.client().ask("BSC-430", "SET GLOBAL innodb_flush_log_at_trx_commit = 0;\n");
        var loading = MariadbScratch.loading(origin, server.asked());
        var began = System.nanoTime();
        loading.load(dump);
        var took = Duration.ofNanos(System.nanoTime() - began);
        new Answers(origin.named()).same(lines(counted(lies)), lines(server.asked().count()));
        var dumped = MariadbLog.of(dump.resolve(MariadbDumper.DATA));
        var cases =
                origin.client()
                        .ask("BSC-430", "SELECT " + row("@@lower_case_table_names") + ";\n")
                        .getFirst()
                        .getFirst();
        notes().write("following", new MariadbFollower.Following(shape, ""));
        var applied =
                new Applied(
                        new Reached(dumped, -1),
                        dumped,
                        MariadbTables.in(origin.client()),
                        !cases.equals("0"),
                        took);
        notes().write(APPLIED, applied);
        advance(dumped);
    }

    private static Map<String, Long> counted(Map<String, Table> lies) {
        var rows = new HashMap<String, Long>();
        lies.forEach((name, table) -> rows.put(name, table.rows()));
        return rows;
    }

    private static List<String> lines(Map<String, Long> rows) {
        return rows.entrySet().stream()
                .map(one -> one.getKey() + "\t" + one.getValue())
                .sorted()
                .toList();
    }

    /**
     * Sees to it that it runs.
     *
     * @return false if it was cut off, or left in the middle
     */
    boolean going() throws IOException {
        if (!notes().has("following") || !notes().has(APPLIED) || notes().has(APPLYING)) {
            return false;
        }
        var server = server();
        if (server.wasCut()) {
            return false;
        }
        if (!server.answers()) {
            server.start();
        }
        return true;
    }

    /**
     * Brings it on to where the log is now.
     *
     * @return how much of the database has changed since it was brought on last
     * @throws Fault BSC-464 if the log is gone or broken, BSC-465 if it says what is no row
     */
    long advance() throws IOException {
        return advance(log().now());
    }

    private long advance(Position to) throws IOException {
        Files.createDirectories(room());
        var applied = applied();
        var touched = new long[1];
        var wanted = applied.tables().wanted(origin.named(), applied.anyCase());
        log().fetch(
                        applied.reached(),
                        to,
                        new Fetching(
                                wanted,
                                (part, filter, reached) -> {
                                    touched[0] += filter.touched();
                                    if (filter.kept() > 0) {
                                        notes().write(APPLYING, reached);
                                        apply(part);
                                    }
                                    notes().write(APPLIED, applied.at(reached));
                                    notes().forget(APPLYING);
                                }),
                        room());
        return touched[0];
    }

    private void apply(Path part) throws IOException {
        var client = server().client();
        var script = room().resolve("script");
        client.script(part, script);
        var last = UUID.randomUUID().toString();
        Files.writeString(
                script, MariadbClient.said(last), java.nio.file.StandardOpenOption.APPEND);
        if (!client.does(new Task("BSC-464", "store.log.apply", origin.named()), script, last)) {
            throw new Fault("BSC-464", Text.of("store.log.apply-all", origin.named()));
        }
        Files.delete(script);
    }

    /** What no log of rows says, fetched from a database to which nobody writes now. */
    void again() throws IOException {
        var tables = applied().tables();
        var copy = server().asked();
        notes().write(APPLYING, tables.again());
        if (!tables.again().isEmpty()) {
            var file = room().resolve("again.sql.gz");
            var lies = origin.dump(tables.again(), tables.history(), file);
            if (!lies.keySet().containsAll(tables.again())) {
                throw new Fault("BSC-431", Text.of("store.dump.no-end", file));
            }
            copy.loadTables(file);
            Files.delete(file);
        }
        var asking = new StringBuilder();
        for (var sequence : tables.sequences()) {
            asking.append("SELECT ")
                    .append(row(literal(sequence), "next_not_cached_value"))
                    .append(" FROM ")
                    .append(name(sequence))
                    .append(";\n");
        }
        if (!asking.isEmpty()) {
            var script = new StringBuilder();
            for (var row : origin.client().ask("BSC-430", asking.toString())) {
                script.append("ALTER SEQUENCE ")
                        .append(name(row.getFirst()))
                        .append(" RESTART WITH ")
                        .append(Long.parseLong(row.get(1)))
                        .append(";\n");
            }
            copy.client().ask("BSC-430", script.toString());
        }
        notes().forget(APPLYING);
    }

    /** How many rows each table has whose rows come by the log. */
    static Map<String, Long> count(MariadbDumper whom, java.util.Set<String> tables)
            throws IOException {
        var listed = MariadbObjects.in(whom.client(), "BSC-433").only(tables);
        var counted = new HashMap<String, Long>();
        for (var row : whom.client().ask("BSC-433", listed.counting())) {
            counted.put(row.get(0), Long.valueOf(row.get(1)));
        }
        return counted;
    }

    /** Ends it in order: all that it has is in its files. */
    void stop() throws IOException {
        server().stop("SET GLOBAL innodb_flush_log_at_trx_commit = 1;\n");
        Trees.delete(room());
        Trees.force(into.resolve("data"));
    }

    /** Takes it away; what says that it is there goes first. */
    static void remove(Programs programs, Path into) throws IOException {
        var notes = new FollowerNotes(into);
        for (var name : new String[] {"last", "files", "following", APPLIED, APPLYING}) {
            notes.forget(name);
        }
        FollowerRoom.end(programs, into);
        Trees.delete(into.resolve("data"));
        Trees.delete(into.resolve("server"));
        Trees.delete(into.resolve("log"));
    }
}
