package bascule.store;

import bascule.problem.Fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a copy that follows a PostgreSQL database is like it. With everything quiet it is held
 * against a few questions whose answers take as long as the database has tables, not rows; while
 * visitors write, the rows of every table are counted before, in the copy, and after.
 */
record PostgresLikeness(PostgresDumper origin) {
    /**
     * How the database is at one instant of its log.
     *
     * @param lsn up to where everything is on its disk
     * @param questions a script whose answers must be the same in the copy
     * @param answers of the database itself
     * @param sequences where each stands, by its name: the log runs ahead of them
     */
    record Instant(String lsn, String questions, String answers, List<Sequence> sequences) {
        Instant {
            sequences = List.copyOf(sequences);
        }
    }

    /**
     * @param name as SQL writes it
     * @param called whether its last value was given out
     */
    record Sequence(String name, String last, boolean called) {}

    /** Forces what was committed to disk, however it was committed, and says up to where. */
    String barrier() throws IOException {
        return lines(origin.ask(BARRIER), "lsn").getFirst();
    }

    /** For a database to which nobody writes now. */
    Instant instant() throws IOException {
        var told = origin.ask(WHOLE);
        var questions = CATALOGUE + String.join("\n", lines(told, "ask"));
        var answers = told.substring(told.indexOf(ANSWERS) + ANSWERS.length()).strip();
        var sequences = new ArrayList<Sequence>();
        for (var line : lines(told, "sequence")) {
            var parts = line.split("\t", -1);
            sequences.add(new Sequence(parts[0], parts[1], parts[2].equals("t")));
        }
        var lsn = lines(told, "lsn").getFirst();
        return new Instant(lsn, questions, answers, sequences);
    }

    private static List<String> lines(String told, String kind) {
        return told.lines()
                .filter(line -> line.startsWith(kind + "\t"))
                .map(line -> line.substring(kind.length() + 1))
                .toList();
    }

    /**
     * Holds the copy against the database as it was at that instant.
     *
     * @throws Fault BSC-433 naming the first answer that differs
     */
    void same(Instant wanted, PostgresDumper copy) throws IOException {
        same(wanted, copy.ask(wanted.questions()));
    }

    /**
     * The same in one go, for a copy that follows and has probably come that far.
     *
     * @return false if it has not yet
     * @throws Fault BSC-433 naming the first answer that differs
     */
    boolean sameAlready(Instant wanted, PostgresDumper copy) throws IOException {
        var reached =
                "SELECT coalesce(pg_last_wal_replay_lsn() >= '%s', false);%n"
                        .formatted(wanted.lsn());
        var told = copy.ask(reached + wanted.questions());
        var line = told.indexOf('\n');
        if (!told.startsWith("t\n")) {
            return false;
        }
        same(wanted, told.substring(line + 1));
        return true;
    }

    private void same(Instant wanted, String found) {
        answers().same(List.of(wanted.answers().split("\n", -1)), List.of(found.split("\n", -1)));
    }

    private Answers answers() {
        return new Answers(origin.named());
    }

    /** Puts each sequence where it stood: a copy knows only up to where it may have been used. */
    static void set(List<Sequence> sequences, PostgresDumper copy) throws IOException {
        var script = new StringBuilder();
        for (var sequence : sequences) {
            script.append(
                    "SELECT setval('%s'::regclass, %s, %s);%n"
                            .formatted(
                                    sequence.name().replace("'", "''"),
                                    sequence.last(),
                                    sequence.called()));
        }
        if (!script.isEmpty()) {
            copy.ask(script.toString());
        }
    }

    /** Waits until a copy has got that far. */
    interface Waiting {
        void until(String lsn) throws IOException;
    }

    /**
     * Counts every table while visitors write.
     *
     * @throws Fault BSC-433 naming the first table that never fits
     */
    RowCounts.Counted counted(PostgresDumper copy, Waiting copying) throws IOException {
        return new RowCounts(answers(), only -> count(origin, only), only -> count(copy, only))
                .counted(() -> copying.until(barrier()));
    }

    private static Map<String, Long> count(PostgresDumper server, Set<String> only)
            throws IOException {
        if (only.isEmpty()) {
            return server.count();
        }
        var names =
                only.stream()
                        .map(name -> "'" + name.replace("'", "''") + "'")
                        .collect(Collectors.joining(", "));
        var counted = new HashMap<String, Long>();
        for (var line :
                server.ask(
                                """
                                SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', n.nspname || '.' || c.relname, n.nspname, c.relname)
                                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                WHERE c.relkind = 'r' AND n.nspname || '.' || c.relname IN (
                                """
                                        + names
                                        + ") \\gexec\n")
                        .lines()
                        .toList()) {
            var tab = line.lastIndexOf('\t');
            counted.put(line.substring(0, tab), Long.valueOf(line.substring(tab + 1)));
        }
        return counted;
    }

    /** A commit that is waited for takes with it what others have not waited for. */
    private static final String BARRIER =
            """
            SET synchronous_commit = on;
            SELECT 'written', pg_logical_emit_message(true, 'bascule', '');
            SELECT 'lsn', pg_current_wal_flush_lsn();
            """;

    /** Every table, index and sequence, and the file that each lies in. */
    private static final String CATALOGUE =
            """
            SELECT 'the catalogue', count(*), md5(string_agg(
              format('%s %s %s %s %s', oid, relnamespace, relname, relfilenode, relnatts), ',' ORDER BY oid))
            FROM pg_class WHERE relpersistence = 'p';
            """;

    /** Small tables, 64 MB of them, whatever else there is. */
    private static final String SMALL =
            """
            SELECT KIND format('SELECT %L, count(*) FROM ONLY %I.%I;', nspname || '.' || relname, nspname, relname)
            FROM (
              SELECT n.nspname, c.relname, sum(pg_table_size(c.oid)) OVER (ORDER BY pg_table_size(c.oid), c.oid) AS bytes
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind = 'r' AND c.relpersistence = 'p'
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND n.nspname || c.relname !~ '[[:cntrl:]]'
                AND has_table_privilege(c.oid, 'SELECT')) AS all_tables
            WHERE bytes <= 64 << 20
            ORDER BY nspname, relname
            """;

    private static final String SEQUENCES =
            """
            SELECT format('SELECT ''sequence'', %L, last_value, is_called FROM %I.%I',
              format('%I.%I', n.nspname, c.relname), n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'SELECT') ELSE false END
              AND c.relpersistence = 'p' AND n.nspname || c.relname !~ '[[:cntrl:]]'
            \\gexec
            """;

    private static final String ANSWERS = "the answers\n";

    /** One conversation: each begins anew with a program that must be started. */
    private static final String WHOLE =
            BARRIER
                    + SMALL.replace("KIND", "'ask',")
                    + ";\n"
                    + SEQUENCES
                    + "SELECT 'the answers';\n"
                    + CATALOGUE
                    + SMALL.replace("KIND", "")
                    + "\\gexec\n";
}
