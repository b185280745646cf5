package bascule.store;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * One PostgreSQL database as its own programs dump and load it: in parallel, consistent, and put
 * back in one transaction, so that a crash leaves the old data or the new.
 *
 * @param loads what of owners and rights a load leaves out: in a scratch server there are none
 */
record PostgresDumper(Programs programs, Connection to, Loads loads) implements Dumper {
    private static final int JOBS = 2;
    private static final String NAMES = "names.tsv";

    /** An entry of the table of contents that holds rows: {@code 3456; 0 16400 TABLE DATA …}. */
    private static final Pattern ROWS = Pattern.compile("(?m)^(\\d+); \\d+ \\d+ TABLE DATA (.*)$");

    /** Extensions belong to the server's administrator, and are not dropped: they are there. */
    private static final Pattern FOREIGN =
            Pattern.compile("^\\d+; \\d+ \\d+ (EXTENSION |COMMENT - EXTENSION ).*");

    /** What a load puts back. */
    enum Loads {
        /** Everything: into the database that it came from. */
        BACK("BSC-432", "store.load"),
        /** Also the extensions: into a database that has nothing yet, and that nobody uses. */
        FRESH("BSC-433", "store.proof.load");

        private final String code;
        private final String key;

        Loads(String code, String key) {
            this.code = code;
            this.key = key;
        }
    }

    @Override
    public String named() {
        return to.part("database").orElse("");
    }

    @Override
    public void dump(Path into) throws IOException {
        Files.delete(into);
        programs.must(
                new Task("BSC-430", "store.dump", named()),
                List.of(
                        "pg_dump",
                        "--format=directory",
                        "--jobs=" + JOBS,
                        "--compress=1",
                        "--no-password",
                        "--lock-wait-timeout=60s",
                        "--file=" + into),
                to.postgresql());
        psql(new Task("BSC-430", "store.dump", named()), NAMING, into.resolve(NAMES));
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        var names = names(dump.resolve(NAMES));
        var named = new HashMap<Path, String>();
        for (var entry = ROWS.matcher(contents(dump)); entry.find(); ) {
            var file = dump.resolve(entry.group(1) + ".dat.gz");
            if (!Files.exists(file)) {
                throw new Fault("BSC-431", Text.of("store.missing", file));
            }
            named.put(file, names.getOrDefault(entry.group(2), unowned(entry.group(2))));
        }
        var tables = new TreeMap<String, Table>();
        var reading = new ArrayList<Callable<Boolean>>();
        for (var file : compressed(dump)) {
            var name = named.get(file);
            reading.add(() -> name == null ? whole(file) : table(file, name, tables));
        }
        Parallel.of(reading);
        tables.remove("");
        return tables;
    }

    private static boolean whole(Path file) throws IOException {
        CopyText.whole(file);
        return true;
    }

    private static boolean table(Path file, String name, Map<String, Table> tables)
            throws IOException {
        var table = CopyText.table(file);
        synchronized (tables) {
            tables.put(name, table);
        }
        return true;
    }

    /** The biggest first, so that no thread is left with it at the end. */
    private static List<Path> compressed(Path dump) throws IOException {
        try (var all = Files.list(dump)) {
            return all.filter(file -> file.toString().endsWith(".gz"))
                    .sorted(
                            Comparator.comparingLong((Path file) -> file.toFile().length())
                                    .reversed())
                    .toList();
        }
    }

    /** The table of contents, with {@code schema name owner} behind each. */
    private String contents(Path dump) throws IOException {
        var list = dump.resolveSibling("contents.list");
        var words = List.of("pg_restore", "--list", "--file=" + list, dump.toString());
        programs.must(new Task("BSC-431", "store.dump-unreadable", named()), words, Map.of());
        return Files.readString(list);
    }

    /** {@code schema name owner}, where a table went that was there a moment ago. */
    private static String unowned(String entry) {
        var owner = entry.lastIndexOf(' ');
        return (owner < 0 ? entry : entry.substring(0, owner)).replaceFirst(" ", ".");
    }

    private static Map<String, String> names(Path table) throws IOException {
        var names = new HashMap<String, String>();
        for (var line : Files.readAllLines(table)) {
            var parts = line.split("\\t", -1);
            names.put(parts[0], parts[1]);
        }
        return names;
    }

    @Override
    public Map<String, Long> count() throws IOException {
        var table = Files.createTempFile("bascule-", ".tsv");
        try {
            psql(new Task("BSC-433", "store.ask", named()), COUNTING, table);
            var counted = new TreeMap<String, Long>();
            names(table).forEach((name, rows) -> counted.put(name, Long.valueOf(rows)));
            return counted;
        } finally {
            Files.delete(table);
        }
    }

    /** What the database answers to something short. */
    String ask(String script) throws IOException {
        var answer = Files.createTempFile("bascule-", ".tsv");
        try {
            psql(new Task("BSC-433", "store.ask", named()), script, answer);
            return Files.readString(answer).strip();
        } finally {
            Files.delete(answer);
        }
    }

    void drop(String database) {
        try {
            ask("DROP DATABASE IF EXISTS " + database);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Gives psql a script, and keeps what it answers in a file: there may be much of it. */
    private void psql(Task task, String script, Path answer) throws IOException {
        var file = answer.resolveSibling(answer.getFileName() + ".sql");
        Files.writeString(file, script);
        try {
            programs.must(
                    task,
                    List.of(
                            "psql",
                            "--no-psqlrc",
                            "--quiet",
                            "--tuples-only",
                            "--no-align",
                            "--field-separator=\t",
                            "--no-password",
                            "--set=ON_ERROR_STOP=1",
                            "--output=" + answer,
                            "--file=" + file),
                    to.postgresql());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void load(Path dump) throws IOException {
        var work = dump.resolveSibling("load");
        Trees.delete(work);
        Files.createDirectory(work);
        Forced.write(work.resolve("empty.sql"), EMPTY);
        Forced.write(work.resolve("list"), ours(contents(dump)));
        var task = new Task(loads.code, loads.key, named());
        programs.must(
                task,
                List.of(
                        "pg_restore",
                        "--use-list=" + work.resolve("list"),
                        "--file=" + work.resolve("load.sql"),
                        dump.toString()),
                Map.of());
        programs.must(
                task,
                List.of(
                        "psql",
                        "--no-psqlrc",
                        "--quiet",
                        "--no-password",
                        "--single-transaction",
                        "--set=ON_ERROR_STOP=1",
                        "--file=" + work.resolve("empty.sql"),
                        "--file=" + work.resolve("load.sql")),
                to.postgresql());
        Trees.delete(work);
    }

    /** What this database has of its own; in a scratch server extensions come with it. */
    private String ours(String list) {
        var lines = new ArrayList<String>();
        list.lines()
                .filter(line -> loads == Loads.FRESH || !FOREIGN.matcher(line).matches())
                .forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    @Override
    public Scratch scratch(Path folder) throws IOException {
        return PostgresScratch.in(folder, this);
    }

    /** Each table by what the table of contents calls it; those of extensions have no name. */
    private static final String NAMING =
            """
            SELECT n.nspname || ' ' || c.relname || ' ' || pg_get_userbyid(c.relowner),
                   CASE WHEN EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                     THEN '' ELSE n.nspname || '.' || c.relname END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema';
            """;

    private static final String COUNTING =
            """
            SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', n.nspname || '.' || c.relname, n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
            \\gexec
            """;

    /** All that is in the database and belongs to no extension; schema public itself stays. */
    private static final String EMPTY =
            """
            SET lock_timeout = '60s';
            SET client_min_messages = warning;
            DO $$
            DECLARE one record;
            BEGIN
              PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
              FOR one IN
                SELECT n.nspname, c.relname,
                       CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                         WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS kind
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
                  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid
                    AND (d.deptype = 'e' OR (d.deptype = 'i' AND c.relkind = 'S')))
              LOOP
                EXECUTE format('DROP %s IF EXISTS %I.%I CASCADE', one.kind, one.nspname, one.relname);
              END LOOP;
              FOR one IN
                SELECT p.oid::regprocedure AS signature,
                       CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS kind
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
              LOOP
                EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.signature);
              END LOOP;
              FOR one IN
                SELECT n.nspname, t.typname
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE t.typtype IN ('d', 'e', 'r')
                  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
              LOOP
                EXECUTE format('DROP TYPE IF EXISTS %I.%I CASCADE', one.nspname, one.typname);
              END LOOP;
              FOR one IN
                SELECT n.nspname FROM pg_namespace n
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e')
              LOOP
                EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', one.nspname);
              END LOOP;
            END $$;
            """;
}
