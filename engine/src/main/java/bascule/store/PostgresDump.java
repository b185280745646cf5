package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.host.Ran;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * One PostgreSQL database as its own programs dump and load it: in parallel, consistent, and put
 * back in one transaction, so that a crash leaves the old data or the new.
 *
 * <p>An exit code proves nothing: a dump counts only once each file that its table of contents
 * names was read to its end, and their checksums stand beside it.
 */
public final class PostgresDump {
    private static final String MANIFEST = "manifest.json";
    private static final String DATA = "data";
    private static final int JOBS = 2;

    /** An entry of the table of contents that holds rows: {@code 3456; 0 16400 TABLE DATA …}. */
    private static final Pattern ROWS = Pattern.compile("(?m)^(\\d+); \\d+ \\d+ TABLE DATA ");

    /** Extensions belong to the server's administrator, and are not dropped: they are there. */
    private static final Pattern FOREIGN =
            Pattern.compile("^\\d+; \\d+ \\d+ (EXTENSION |COMMENT - EXTENSION ).*");

    private final Programs programs;
    private final Connection to;
    private final Path into;

    /**
     * @param into the folder that becomes the dump; its parent must exist
     */
    public PostgresDump(Programs programs, Connection to, Path into) {
        this.programs = programs;
        this.to = to;
        this.into = into;
    }

    /**
     * What stands beside a dump.
     *
     * @param files the SHA-256 of each, by name
     * @param tables how many tables have rows in it
     */
    record Contents(Map<String, String> files, int tables, long bytes) {}

    /**
     * Dumps it, and takes the place of an earlier dump only when it is whole.
     *
     * @throws Fault BSC-430 if it cannot be dumped, BSC-431 if what was written is not whole
     */
    public FileBackup.Summary dump() {
        var part = into.resolveSibling(into.getFileName() + ".part");
        try {
            Trees.delete(part);
            Forced.folders(part);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
            var ran =
                    programs.run(
                            List.of(
                                    "pg_dump",
                                    "--format=directory",
                                    "--jobs=" + JOBS,
                                    "--compress=1",
                                    "--no-password",
                                    "--lock-wait-timeout=60s",
                                    "--file=" + part.resolve(DATA)),
                            to.postgresql());
            refuse(ran, "BSC-430", "store.dump");
            var contents = read(part);
            Forced.write(part.resolve(MANIFEST), Json.pretty(contents) + "\n");
            Names.force(part.resolve(DATA));
            Trees.delete(into);
            Forced.rename(part, into);
            var files = contents.files().size();
            return new FileBackup.Summary(files, files, contents.bytes());
        } catch (IOException cannot) {
            throw new Fault("BSC-430", Text.of("store.copy", into, Names.said(cannot)), cannot);
        }
    }

    /** How it ended, in words of its own. */
    private void refuse(Ran ran, String code, String key) {
        if (ran.code() != 0) {
            var lines = ran.output().strip().lines().toList();
            var said =
                    lines.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                            .findFirst()
                            .orElseGet(() -> lines.isEmpty() ? "" : lines.getLast());
            throw new Fault(code, Text.of(key, database(), ran.code(), said));
        }
    }

    private String database() {
        return to.part("database").orElse("");
    }

    /** Reads all of a dump to its end, and counts. */
    private Contents read(Path dump) throws IOException {
        var list = list(dump);
        var data = dump.resolve(DATA);
        var files = new TreeMap<String, String>();
        var bytes = 0L;
        try (var all = Files.list(data)) {
            for (var file : all.sorted().toList()) {
                var name = String.valueOf(file.getFileName());
                if (name.endsWith(".gz")) {
                    whole(file);
                }
                files.put(name, Bytes.sha256(file));
                bytes += Files.size(file);
            }
        }
        var tables = 0;
        for (var rows = ROWS.matcher(list); rows.find(); tables++) {
            if (!files.containsKey(rows.group(1) + ".dat.gz")) {
                throw new Fault("BSC-431", Text.of("store.missing", data.resolve(rows.group(1))));
            }
        }
        return new Contents(files, tables, bytes);
    }

    /** The table of contents. */
    private String list(Path dump) throws IOException {
        var list = dump.resolve("contents.list");
        var words = List.of("pg_restore", "--list", "--file=" + list, "" + dump.resolve(DATA));
        refuse(programs.run(words, Map.of()), "BSC-431", "store.dump-unreadable");
        return Files.readString(list);
    }

    private static void whole(Path file) throws IOException {
        try (var stream = new GZIPInputStream(Files.newInputStream(file))) {
            stream.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (java.io.EOFException | java.util.zip.ZipException cut) {
            throw new Fault("BSC-431", Text.of("store.differs", file), cut);
        }
    }

    /**
     * Holds every file against its checksum.
     *
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    public void verify() {
        try {
            var text = Files.readString(into.resolve(MANIFEST));
            var contents = Json.read(text, Contents.class);
            for (var file : contents.files().entrySet()) {
                var path = into.resolve(DATA).resolve(file.getKey());
                if (!Files.exists(path)) {
                    throw new Fault("BSC-431", Text.of("store.missing", path));
                }
                if (!Bytes.sha256(path).equals(file.getValue())) {
                    throw new Fault("BSC-431", Text.of("store.differs", path));
                }
            }
        } catch (IOException | tools.jackson.core.JacksonException cannot) {
            var said = String.valueOf(cannot.getMessage());
            throw new Fault("BSC-431", Text.of("store.unreadable", into, said), cannot);
        }
    }

    /**
     * Puts it back, in one transaction: everything that the database holds now goes, also what a
     * failed upgrade has made, and everything that was dumped comes. It may be repeated.
     *
     * @throws Fault BSC-431 if the dump is not whole: nothing was changed; BSC-432 if the server
     *     refuses: nothing was changed either
     */
    public void restore() {
        verify();
        var empty = into.resolve("empty.sql");
        var load = into.resolve("load.sql");
        try {
            Forced.write(empty, EMPTY);
            Forced.write(into.resolve("load.list"), ours(list(into)));
            refuse(
                    programs.run(
                            List.of(
                                    "pg_restore",
                                    "--use-list=" + into.resolve("load.list"),
                                    "--file=" + load,
                                    into.resolve(DATA).toString()),
                            Map.of()),
                    "BSC-432",
                    "store.load");
            refuse(
                    programs.run(
                            List.of(
                                    "psql",
                                    "--no-psqlrc",
                                    "--quiet",
                                    "--no-password",
                                    "--single-transaction",
                                    "--set=ON_ERROR_STOP=1",
                                    "--file=" + empty,
                                    "--file=" + load),
                            to.postgresql()),
                    "BSC-432",
                    "store.load");
            Files.delete(load);
        } catch (IOException cannot) {
            throw new Fault("BSC-432", Text.of("store.restore", into, Names.said(cannot)), cannot);
        }
    }

    private static String ours(String list) {
        var lines = new ArrayList<String>();
        list.lines().filter(line -> !FOREIGN.matcher(line).matches()).forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    /** Whether there is a whole dump. */
    public boolean exists() {
        return Files.exists(into.resolve(MANIFEST));
    }

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
