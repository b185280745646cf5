package bascule.store;

import static bascule.store.MariadbClient.literal;
import static bascule.store.MariadbClient.name;
import static bascule.store.MariadbClient.row;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a copy that follows a MariaDB database is like it. With everything quiet it is held
 * against a few questions whose answers take as long as the database has tables, not rows; while
 * visitors write, the rows of every table are counted before, in the copy, and after.
 *
 * @param made how the copy came to be
 */
record MariadbLikeness(MariadbDumper origin, Made made) {
    private static final int ROUNDS = 5;

    /** Tables are counted, and of the smaller ones every row is compared, up to so much in sum. */
    private static final long COUNTED = 64L << 20;

    private static final long SUMMED = 16L << 20;

    /** What a copy has besides rows depends on how it was made. */
    enum Made {
        /** Of the same files. */
        COPIED,
        /** By statements: how rows lie on the disk may be another way, and a float is rounded. */
        LOADED
    }

    /** Of the same files. */
    MariadbLikeness(MariadbDumper origin) {
        this(origin, Made.COPIED);
    }

    /**
     * How the database is at one instant of its log.
     *
     * @param position up to where in its log
     * @param questions a script whose answers must be the same in the copy
     * @param sums a statement of which the same is true; empty is none
     * @param answers of the database itself
     * @param numbers the next number that a table gives, by its name: the log does not say it of
     *     rows that were taken back
     * @param events whether each acts: in a copy those that are made while it follows never do
     */
    record Instant(
            String position,
            String questions,
            String sums,
            List<String> answers,
            Map<String, String> numbers,
            List<Event> events) {
        Instant {
            answers = List.copyOf(answers);
            numbers = Map.copyOf(numbers);
            events = List.copyOf(events);
        }
    }

    /**
     * @param by the server that it was made on
     */
    record Event(String name, String status, String by) {}

    /** Up to where everything that was committed is in the log. */
    String position() throws IOException {
        return ask(origin, "SELECT " + row("'x'", "@@GLOBAL.gtid_binlog_pos") + ";\n")
                .getFirst()
                .get(1)
                .replace("\n", "");
    }

    private static List<List<String>> ask(MariadbDumper whom, String script) throws IOException {
        return whom.client().ask("BSC-433", script);
    }

    /**
     * For a database to which nobody writes now.
     *
     * @throws Fault BSC-430 if somebody does all the same
     */
    Instant instant() throws IOException {
        for (var round = 0; round < ROUNDS; round++) {
            var instant = looked(position());
            if (position().equals(instant.position())) {
                return instant;
            }
        }
        throw new Fault("BSC-430", Text.of("store.follow.busy", origin.named()));
    }

    /**
     * The same without asking whether anybody writes.
     *
     * @param position up to where it is in its log, in whatever words
     */
    Instant looked(String position) throws IOException {
        var tables = ask(origin, TABLES);
        var questions = (made == Made.LOADED ? DEFINED : DEFINED + FORMATS) + counting(tables);
        var rounded = new HashSet<String>();
        if (made == Made.LOADED) {
            ask(origin, FLOATS).forEach(row -> rounded.add(row.getFirst()));
        }
        var summed =
                tables.stream()
                        .filter(table -> table.get(1).equals("TABLE") && below(table, SUMMED))
                        .map(List::getFirst)
                        .filter(table -> !rounded.contains(table))
                        .map(MariadbClient::name)
                        .collect(Collectors.joining(", "));
        var sums = summed.isEmpty() ? "" : "CHECKSUM TABLE " + summed + " EXTENDED";
        return new Instant(
                position,
                questions,
                sums,
                answers(origin, questions, sums),
                MariadbClient.pairs(ask(origin, NUMBERS)),
                events(origin));
    }

    private static boolean below(List<String> table, long sum) {
        return Long.parseLong(table.get(2)) <= sum;
    }

    private static String counting(List<List<String>> tables) {
        var script = new StringBuilder();
        for (var table : tables) {
            var name = table.getFirst();
            if (table.get(1).equals("SEQUENCE")) {
                script.append("SELECT ")
                        .append(row(literal(name), "next_not_cached_value"))
                        .append(" FROM ")
                        .append(name(name))
                        .append(";\n");
            } else if (below(table, COUNTED)) {
                script.append("SELECT ")
                        .append(row(literal(name), "COUNT(*)"))
                        .append(" FROM ")
                        .append(name(name))
                        .append(";\n");
            }
        }
        return script.toString();
    }

    private static List<Event> events(MariadbDumper whom) throws IOException {
        return ask(whom, EVENTS).stream()
                .map(row -> new Event(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    private static List<String> answers(MariadbDumper whom, String questions, String sums)
            throws IOException {
        var answers = new ArrayList<String>();
        for (var seen : MariadbObjects.in(whom.client(), "BSC-433").all()) {
            answers.add(seen.said() + "\t" + seen.more());
        }
        answers.sort(null);
        for (var row : ask(whom, questions)) {
            answers.add(String.join("\t", row));
        }
        if (!sums.isEmpty()) {
            for (var row : whom.client().shown("BSC-433", sums, "Table")) {
                answers.add(row.get("Table") + "\t" + row.get("Checksum"));
            }
        }
        return answers;
    }

    /**
     * Holds the copy against the database as it was at that instant.
     *
     * @throws Fault BSC-433 naming the first answer that differs
     */
    void same(Instant wanted, MariadbDumper copy) throws IOException {
        new Answers(origin.named())
                .same(wanted.answers(), answers(copy, wanted.questions(), wanted.sums()));
    }

    /**
     * Holds what is defined in the copy against the database, whoever writes rows.
     *
     * @throws Fault BSC-433 naming the first that differs
     */
    void sameDefinitions(MariadbDumper copy) throws IOException {
        new Answers(origin.named()).same(answers(origin, DEFINED, ""), answers(copy, DEFINED, ""));
    }

    /** What does not come by the log. */
    void set(Instant wanted, MariadbDumper copy) throws IOException {
        var numbers = MariadbClient.pairs(ask(copy, NUMBERS));
        var script =
                new StringBuilder(
                        "SET sql_mode = '', foreign_key_checks = 0, innodb_strict_mode = 0,"
                                + " system_versioning_alter_history = 'KEEP';\n");
        wanted.numbers()
                .forEach(
                        (table, number) -> {
                            if (!number.equals(numbers.get(table))) {
                                script.append(
                                        "ALTER TABLE %s AUTO_INCREMENT = %s;%n"
                                                .formatted(
                                                        name(table),
                                                        Long.toUnsignedString(
                                                                Long.parseUnsignedLong(number))));
                            }
                        });
        var there = Set.copyOf(events(copy));
        for (var event : wanted.events()) {
            if (!there.contains(event)) {
                script.append(
                        "UPDATE mysql.event SET status = %s, originator = %s WHERE db = DATABASE() AND name = %s;%n"
                                .formatted(
                                        literal(event.status()),
                                        Long.parseLong(event.by()),
                                        literal(event.name())));
            }
        }
        ask(copy, script.toString());
        new Answers(origin.named())
                .same(lines(wanted.numbers()), lines(MariadbClient.pairs(ask(copy, NUMBERS))));
    }

    private static List<String> lines(Map<String, String> numbers) {
        return numbers.entrySet().stream()
                .map(one -> one.getKey() + "\t" + one.getValue())
                .sorted()
                .toList();
    }

    /**
     * Counts every table while visitors write.
     *
     * @param waiting waits until the copy has come to a position
     * @throws Fault BSC-433 naming the first table that never fits
     */
    RowCounts.Counted counted(MariadbDumper copy, Waiting waiting) throws IOException {
        return new RowCounts(
                        new Answers(origin.named()),
                        only -> count(origin, only),
                        only -> count(copy, only))
                .counted(() -> waiting.until(position()));
    }

    /** Waits until a copy has got that far. */
    interface Waiting {
        void until(String position) throws IOException;
    }

    private static Map<String, Long> count(MariadbDumper whom, Set<String> only)
            throws IOException {
        var listed = MariadbObjects.in(whom.client(), "BSC-433");
        var counted = new HashMap<String, Long>();
        for (var row : ask(whom, (only.isEmpty() ? listed : listed.only(only)).counting())) {
            counted.put(row.get(0), Long.valueOf(row.get(1)));
        }
        return counted;
    }

    /** Whether all that it has comes and goes with transactions. */
    boolean isWhole() throws IOException {
        return ask(
                        origin,
                        "SELECT "
                                + row("'x'", "COUNT(*)")
                                + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                                + " AND engine <> 'InnoDB';\n")
                .getFirst()
                .get(1)
                .equals("0");
    }

    /** Each with what it and all smaller ones take up. */
    private static final String TABLES =
            "SELECT "
                    + row("table_name", "kind", "SUM(bytes) OVER (ORDER BY bytes, table_name)")
                    + " FROM (SELECT table_name, IF(table_type = 'SEQUENCE', table_type, 'TABLE')"
                    + " AS kind, COALESCE(data_length + index_length, 0) AS bytes"
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_type <> 'VIEW' AND engine <> 'MRG_MyISAM') AS all_tables;\n";

    private static final String NUMBERS =
            "SELECT "
                    + row("table_name", "auto_increment")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND auto_increment IS NOT NULL AND table_type <> 'SEQUENCE';\n";

    private static final String EVENTS =
            "SELECT "
                    + row("event_name", "status", "originator")
                    + " FROM information_schema.events WHERE event_schema = DATABASE();\n";

    /** Every column and every index, in a number. A dump says of Aria what need not be said. */
    private static final String DEFINED =
            "SELECT "
                    + row(
                            "'the columns'",
                            "COUNT(*)",
                            digest(
                                    "table_name, column_name,"
                                            + " ordinal_position, column_default, is_nullable, column_type,"
                                            + " collation_name, extra, generation_expression, column_comment"))
                    + " FROM information_schema.columns WHERE table_schema = DATABASE();\nSELECT "
                    + row(
                            "'the indexes'",
                            "COUNT(*)",
                            digest(
                                    "table_name, index_name,"
                                            + " seq_in_index, column_name, non_unique, sub_part, index_type"))
                    + " FROM information_schema.statistics"
                    + " WHERE table_schema = DATABASE();\nSELECT "
                    + row(
                            "'the tables'",
                            "COUNT(*)",
                            digest(
                                    "table_name, table_type, engine,"
                                            + " table_collation, table_comment, IF(engine = 'Aria', '', create_options)"))
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_type <> 'VIEW';\n";

    private static final String FORMATS =
            "SELECT "
                    + row(
                            "'the formats of rows'",
                            "COUNT(*)",
                            digest("table_name, row_format, create_options"))
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_type <> 'VIEW';\n";

    private static final String FLOATS =
            "SELECT "
                    + row("table_name")
                    + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                    + " AND data_type = 'float';\n";

    private static String digest(String columns) {
        return "BIT_XOR(CAST(CONV(LEFT(MD5(CONCAT_WS('|', "
                + columns
                + ")), 16), 16, 10) AS UNSIGNED))";
    }
}
