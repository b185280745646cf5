package bascule.store;

import bascule.host.Forced;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.store.Programs.Task;
import bascule.text.Text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One MariaDB or MySQL database as its own programs dump and load it: in one transaction what has
 * transactions, and tables without them as they are; in the last pass nothing writes to those.
 *
 * <p>A load has no transaction: a crash leaves a part of it, and it is done again from the
 * beginning. Events come last of all, so that none acts on half of the data.
 *
 * @param loading who loads: in a scratch server somebody who may do what the real account may
 */
record MariadbDumper(Programs programs, Connection to, Connection loading, Loads loads)
        implements Dumper {
    /** On the whole database: from an account with rights on single tables others are hidden. */
    private static final List<String> SEEING = List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT");

    private static final String OBJECTS = "objects.json";
    static final String DATA = "data.sql.gz";
    private static final String EVENTS = "events.sql.gz";

    /** What a load is for. */
    enum Loads {
        /** Everything, into the database that it came from. */
        BACK("BSC-432", "store.load-half"),
        /** Everything, into a server that nobody uses. */
        TRIAL("BSC-433", "store.proof.load"),
        /** On a server that others use, where an event would act: all but these. */
        TRIAL_BESIDE("BSC-433", "store.proof.load");

        private final String code;
        private final String key;

        Loads(String code, String key) {
            this.code = code;
            this.key = key;
        }
    }

    MariadbClient client() {
        return new MariadbClient(programs, to);
    }

    @Override
    public String named() {
        return client().database();
    }

    @Override
    public void dump(Path into) throws IOException {
        dump(into, List.of());
    }

    /**
     * @param more words for the program that dumps the rows
     */
    void dump(Path into, List<String> more) throws IOException {
        var client = client();
        seesAll(client.rights("BSC-430"));
        var before = MariadbObjects.in(client, "BSC-430");
        var what = new ArrayList<>(List.of("--routines", "--triggers", "--skip-events"));
        if (before.count("SYSTEM VERSIONED") > 0) {
            what.add("--dump-history");
        }
        what.addAll(more);
        dump(what, List.of(), into.resolve(DATA));
        dump(
                List.of("--no-create-info", "--no-data", "--skip-triggers", "--events"),
                List.of(),
                into.resolve(EVENTS));
        var listed = before.still(MariadbObjects.in(client, "BSC-430"));
        Forced.write(into.resolve(OBJECTS), Json.pretty(listed) + "\n");
    }

    /** What an account has no right to is not refused to it: it is not there. */
    private void seesAll(MariadbRights rights) {
        for (var one : SEEING) {
            if (!rights.in(named(), one)) {
                throw new Fault("BSC-430", Text.of("store.dump.unseen", named(), one));
            }
        }
        if (!rights.in(named(), "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE")) {
            throw new Fault("BSC-430", Text.of("store.dump.unseen", named(), "EXECUTE"));
        }
    }

    /**
     * Rows of some tables alone, with what belongs to these.
     *
     * @return what lies in the file, which was read to its end
     */
    Map<String, Table> dump(List<String> tables, boolean history, Path file) throws IOException {
        var what = new ArrayList<>(List.of("--triggers", "--skip-events"));
        if (history) {
            what.add("--dump-history");
        }
        dump(what, tables, file);
        return DumpText.of(file).tables();
    }

    private void dump(List<String> what, List<String> tables, Path file) throws IOException {
        try (var pipe = Pipe.at(beside(file), programs)) {
            pipe.read(
                    () -> client().dump(what, tables, pipe.path()),
                    in -> {
                        try (var out = new Quick(Files.newOutputStream(file))) {
                            in.transferTo(out);
                        }
                    });
        }
    }

    /** Not in the folder of a dump: whatever is there belongs to it. */
    private static Path beside(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file.toString());
        }
        var pipe = folder.resolveSibling("pipe");
        Files.deleteIfExists(pipe);
        return pipe;
    }

    /** Compresses as little as pays. */
    private static final class Quick extends GZIPOutputStream {
        Quick(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        var listed = objects(dump);
        var both =
                Parallel.<DumpText.Contents>of(
                        List.<Callable<DumpText.Contents>>of(
                                () -> DumpText.of(dump.resolve(DATA)),
                                () -> DumpText.of(dump.resolve(EVENTS))));
        var found = new HashMap<>(both.get(0).others());
        both.get(1).others().forEach((kind, count) -> found.merge(kind, count, Integer::sum));
        var tables = new TreeMap<>(both.get(0).tables());
        for (var seen : listed.all()) {
            if (seen.table() && !tables.containsKey(seen.name())) {
                throw new Fault("BSC-431", Text.of("store.dump.lacks", named(), seen.said()));
            }
            if (seen.table() && !seen.rows()) {
                tables.remove(seen.name());
            }
        }
        for (var kind : listed.kinds()) {
            if (found.getOrDefault(kind, 0) < listed.count(kind)) {
                throw new Fault(
                        "BSC-431",
                        Text.of(
                                "store.dump.fewer",
                                named(),
                                found.getOrDefault(kind, 0),
                                kind,
                                listed.count(kind)));
            }
        }
        return tables;
    }

    private static MariadbObjects objects(Path dump) throws IOException {
        return Json.read(Files.readString(dump.resolve(OBJECTS)), MariadbObjects.class);
    }

    @Override
    public void load(Path dump) throws IOException {
        var wanted = objects(dump);
        var last = UUID.randomUUID().toString();
        try (var pipe = Pipe.at(beside(dump.resolve(DATA)), programs)) {
            var begin = emptied(wanted);
            pipe.write(
                    () -> load(pipe.path(), last),
                    out -> {
                        bytes(begin).transferTo(out);
                        unpack(dump.resolve(DATA), out);
                        if (loads != Loads.TRIAL_BESIDE) {
                            unpack(dump.resolve(EVENTS), out);
                        }
                        bytes(MariadbClient.said(last)).transferTo(out);
                    });
        }
        var made = MariadbObjects.in(client(), loads.code).names();
        for (var seen : wanted.all()) {
            var left = loads == Loads.TRIAL_BESIDE && seen.kind().equals("EVENT");
            if (!left && !made.contains(seen.said())) {
                throw new Fault(loads.code, Text.of("store.load.lacks", named(), seen.said()));
            }
        }
    }

    /** Loads rows of some tables in place of those that are there. */
    void loadTables(Path file) throws IOException {
        var last = UUID.randomUUID().toString();
        try (var pipe = Pipe.at(beside(file), programs)) {
            pipe.write(
                    () -> load(pipe.path(), last),
                    out -> {
                        unpack(file, out);
                        bytes(MariadbClient.said(last)).transferTo(out);
                    });
        }
    }

    private void load(Path script, String last) {
        var task = new Task(loads.code, loads.key, named());
        if (!new MariadbClient(programs, loading).does(task, script, last)) {
            throw new Fault(loads.code, Text.of("store.load.not-all", named()));
        }
    }

    /** All that is there now goes, and the database gets its character set again. */
    private String emptied(MariadbObjects wanted) throws IOException {
        var now = MariadbObjects.in(client(), loads.code);
        return now.charset().equals(wanted.charset()) && now.collation().equals(wanted.collation())
                ? now.dropped()
                : now.dropped()
                        + "ALTER DATABASE CHARACTER SET %s COLLATE %s;\n"
                                .formatted(wanted.charset(), wanted.collation());
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void unpack(Path file, OutputStream out) throws IOException {
        try (var in = CopyText.open(file)) {
            in.transferTo(out);
        }
    }

    @Override
    public Map<String, Long> count() throws IOException {
        var counted = new TreeMap<String, Long>();
        var listed = MariadbObjects.in(client(), "BSC-433");
        for (var row : client().ask("BSC-433", listed.counting())) {
            counted.put(row.get(0), Long.valueOf(row.get(1)));
        }
        return counted;
    }

    @Override
    public Scratch scratch(Path folder) throws IOException {
        return MariadbScratch.in(folder, this);
    }
}
