package bascule.store;

import bascule.host.Forced;
import bascule.host.Inode;
import bascule.host.Names;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One SQLite database: its own client copies it page by page, as it is at one instant; put back, it
 * is built beside the live file, checked, and takes its name in one instant.
 */
record SqliteDumper(Programs programs, Connection to) implements Dumper {
    private static final String COPY = "database";
    private static final String LOOK = "look.json";

    /** A copy is for nobody else: no locks, no log, and its bytes stay. */
    private static final String STILL = "immutable=1";

    /** What lies beside a database and is replayed into whatever has its name. */
    private static final List<String> JOURNALS = List.of("-wal", "-shm", "-journal");

    /** How long a copy may begin anew because of a writer, before it makes writers wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String named() {
        return to.part("file").or(() -> to.part("database")).orElse("");
    }

    /** The file itself: a link to it stays one. */
    private Path file() {
        return Forced.real(Path.of(named()).toAbsolutePath());
    }

    @Override
    public void dump(Path into) throws IOException {
        var live = file();
        if (!Files.isRegularFile(live)) {
            throw new Fault("BSC-430", Text.of("store.sqlite.absent", live));
        }
        var copy = into.resolve(COPY);
        if (SqlitePages.of(live).logged() || !copiedBetweenWrites(live, copy)) {
            var held = List.of("BEGIN", "SELECT 1 FROM sqlite_master LIMIT 1");
            programs.must(
                    new Task("BSC-430", "store.dump", named()),
                    copying(programs, live, copy, held),
                    Map.of());
        }
        if (!Files.exists(copy)) {
            throw new Fault("BSC-431", Text.of("store.missing", copy));
        }
        // It lies under this mode beside the live file, too, until it is given its own.
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        Forced.write(into.resolve(LOOK), Json.pretty(Look.of(Inode.of(live))) + "\n");
    }

    /**
     * Without a write-ahead log a reader stops all writers. The client reads a hundred pages at a
     * time and lets them in between, and begins anew when one of them has written.
     *
     * @return whether it came to its end before our patience did
     */
    private boolean copiedBetweenWrites(Path live, Path copy) throws IOException {
        var limit = programs.limit().dividedBy(2);
        var patient = programs.within(limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE);
        var ended = patient.run(copying(patient, live, copy, List.of()), Map.of()).code() == 0;
        if (!ended) {
            Trees.delete(copy);
            Trees.delete(copy.resolveSibling(COPY + "-journal"));
        }
        return ended;
    }

    private static List<String> copying(
            Programs programs, Path live, Path copy, List<String> first) {
        return new SqliteClient(programs, live, "mode=rw")
                .words(first, ".backup main " + SqliteClient.quoted(copy));
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        var copy = dump.resolve(COPY);
        var task = new Task("BSC-431", "store.dump-unreadable", named());
        whole(copy, task);
        var tables = new TreeMap<String, Table>();
        for (var row : rows(new SqliteClient(programs, copy, STILL), task, SUMMING)) {
            tables.put(name(row[0]), new Table(Long.parseLong(row[1]), row[2]));
        }
        return tables;
    }

    /** By its own first page, and by the client's word on all others. */
    private void whole(Path copy, Task task) throws IOException {
        SqlitePages.of(copy).whole(copy);
        var check = "PRAGMA integrity_check(1);";
        var said = new SqliteClient(programs, copy, STILL).ask(task, check).strip();
        if (!said.equals("ok")) {
            var first = said.lines().findFirst().orElse("-");
            throw new Fault("BSC-431", Text.of("store.sqlite.damaged", copy, first));
        }
    }

    /**
     * @param writing a query that writes one query for each table
     */
    private static List<String[]> rows(SqliteClient client, Task task, String writing)
            throws IOException {
        var answers = client.ask(task, client.ask(task, writing));
        return answers.lines().map(line -> line.split("\\|", -1)).toList();
    }

    private static String name(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Long> count() throws IOException {
        var counted = new TreeMap<String, Long>();
        var task = new Task("BSC-433", "store.ask", named());
        for (var row : rows(new SqliteClient(programs, file(), "mode=ro"), task, COUNTING)) {
            counted.put(name(row[0]), Long.valueOf(row[1]));
        }
        return counted;
    }

    @Override
    public void load(Path dump) throws IOException {
        var live = file();
        free(live);
        var beside = live.resolveSibling("." + live.getFileName() + ".bascule-restore");
        Files.createDirectories(folder(live));
        Trees.delete(beside);
        Bytes.copy(dump.resolve(COPY), beside);
        whole(beside, new Task("BSC-432", "store.load", named()));
        dress(beside, Json.read(Files.readString(dump.resolve(LOOK)), Look.class));
        // First these: whatever is beside it when it gets its name is replayed into it.
        for (var journal : JOURNALS) {
            Files.deleteIfExists(live.resolveSibling(live.getFileName() + journal));
        }
        Names.force(folder(live));
        Forced.rename(beside, live);
    }

    private static Path folder(Path file) {
        var folder = file.getParent();
        return folder == null ? file : folder;
    }

    /** Who still writes would go on in a file that has no name any more. */
    private void free(Path live) {
        if (!Files.exists(live)) {
            return;
        }
        var client = new SqliteClient(programs, live, "mode=rw");
        var ran = client.run("BEGIN EXCLUSIVE; ROLLBACK;");
        // A failed upgrade may leave anything here; only another's lock is in the way.
        if (ran.code() != 0 && ran.output().contains("locked")) {
            var said = ran.output().strip();
            throw new Fault("BSC-432", Text.of("store.load", named(), "sqlite3", ran.code(), said));
        }
    }

    private static void dress(Path file, Look look) throws IOException {
        var found = Look.of(Inode.of(file));
        if (found.user() != look.user() || found.group() != look.group()) {
            Files.setAttribute(file, "unix:uid", look.user());
            Files.setAttribute(file, "unix:gid", look.group());
        }
        Files.setAttribute(file, "unix:mode", look.mode() & 07777);
        Names.force(file);
    }

    @Override
    public Scratch scratch(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(COPY).toString();
        var scratch = new SqliteDumper(programs, new Connection(Map.of("file", file)));
        return new Scratch.There() {
            @Override
            public Dumper dumper() {
                return scratch;
            }

            @Override
            public void close() {
                try {
                    Trees.delete(folder);
                } catch (IOException cannot) {
                    throw new UncheckedIOException(cannot);
                }
            }
        };
    }

    /** Virtual tables have no pages: what they hold lies in tables of their own. */
    private static final String TABLES =
            """
            FROM (SELECT 'sqlite_master' AS name UNION ALL
                  SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0);
            """;

    private static final String COUNTING =
            "SELECT printf('SELECT %Q, count(*) FROM \"%w\" NOT INDEXED;', hex(name), name) "
                    + TABLES;

    /** In the order of their pages, which a copy keeps. */
    private static final String SUMMING =
            "SELECT printf('SELECT %Q, count(*), lower(hex(sha3_query(%Q, 256)))"
                    + " FROM \"%w\" NOT INDEXED;',"
                    + " hex(name), printf('SELECT * FROM \"%w\" NOT INDEXED', name), name) "
                    + TABLES;
}
