package bascule.store;

import bascule.host.Forced;
import bascule.host.Ran;
import bascule.store.Programs.Call;
import bascule.store.Programs.Task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The client program of MariaDB or MySQL, as one account and in one database. */
record MariadbClient(Programs programs, Connection to) {
    /** What a line of an answer begins with: warnings stand between them. */
    private static final String TAG = "bascule ";

    String database() {
        return to.part("database").orElse("");
    }

    /**
     * Each statement must select one text, made by {@link #row}.
     *
     * @param code of the problem if it does not answer
     * @return the parts of each row, as text
     */
    List<List<String>> ask(String code, String script) throws IOException {
        var rows = new ArrayList<List<String>>();
        look(code, List.of(), script, line -> take(line, rows));
        return rows;
    }

    /**
     * The rows of a statement that shows, by the names of their columns.
     *
     * @param first the name of its first column
     */
    List<Map<String, String>> shown(String code, String statement, String first)
            throws IOException {
        var lines = new ArrayList<List<String>>();
        look(
                code,
                List.of("--column-names"),
                statement + ";\n",
                line -> lines.add(List.of(line.split("\t", -1))));
        var rows = new ArrayList<Map<String, String>>();
        var names = List.<String>of();
        for (var line : lines) {
            if (line.getFirst().equals(first)) {
                names = line;
            } else if (line.size() == names.size()) {
                var row = new HashMap<String, String>();
                for (var at = 0; at < names.size(); at++) {
                    row.put(names.get(at), line.get(at));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** What its account may do. */
    MariadbRights rights(String code) throws IOException {
        var lines = new ArrayList<String>();
        look(code, List.of(), "SHOW GRANTS;", lines::add);
        return MariadbRights.of(lines);
    }

    /** Nothing of it is kept in a log: what an account may do is told with its password's hash. */
    private void look(String code, List<String> more, String script, Consumer<String> lines)
            throws IOException {
        var file = Files.createTempFile("bascule-", ".sql");
        try {
            Forced.write(file, script);
            programs.looking()
                    .must(
                            new Task(code, "store.ask", database()),
                            new Call(words(more), to.mariadbSecret(), Optional.of(file), lines));
        } finally {
            Files.delete(file);
        }
    }

    private static void take(String line, List<List<String>> rows) {
        if (line.startsWith(TAG)) {
            rows.add(
                    Stream.of(line.substring(TAG.length()).split(" ", -1))
                            .map(MariadbClient::text)
                            .toList());
        }
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    /** An expression that selects others so that any text in them comes back whole. */
    static String row(String... expressions) {
        var row = new StringBuilder("CONCAT_WS(' ', 'bascule'");
        for (var expression : expressions) {
            row.append(", HEX(CONVERT(COALESCE(")
                    .append(expression)
                    .append(", '') USING utf8mb4))");
        }
        return row.append(")").toString();
    }

    /** The statement that says what {@link #does} waits for. */
    static String said(String last) {
        return "SELECT " + row("'" + last + "'") + ";\n";
    }

    /**
     * Lets it do what a file says; nothing is said of what is done when it fails in the middle.
     *
     * @return whether it says, as told by the last of it, that it came to the end
     */
    boolean does(Task task, Path script, String last) {
        var said = new ArrayList<List<String>>();
        programs.must(
                task,
                new Call(
                        words(List.of("--init-command=SET SESSION lock_wait_timeout=60")),
                        to.mariadbSecret(),
                        Optional.of(script),
                        line -> take(line, said)));
        return said.contains(List.of(last));
    }

    /**
     * As it is written: nothing of a body is left out, nothing in it is a command to the client.
     */
    private List<String> words(List<String> more) {
        var words = new ArrayList<String>();
        words.add(programs.named(List.of("mariadb", "mysql")));
        words.addAll(to.mariadb());
        words.addAll(
                List.of(
                        "--connect-timeout=10",
                        "--batch",
                        "--skip-column-names",
                        "--binary-mode",
                        "--comments",
                        "--skip-force",
                        "--max-allowed-packet=1G"));
        words.addAll(more);
        to.part("database").ifPresent(database -> words.add("--database=" + database));
        return words;
    }

    /**
     * Dumps into a file, or whatever has its name.
     *
     * @param what is dumped
     * @param tables of these alone; none is all
     */
    void dump(List<String> what, List<String> tables, Path into) {
        var words = new ArrayList<String>();
        words.add(programs.named(List.of("mariadb-dump", "mysqldump")));
        words.addAll(to.mariadb());
        words.addAll(
                List.of(
                        "--single-transaction",
                        "--quick",
                        "--hex-blob",
                        "--no-tablespaces",
                        "--skip-add-locks",
                        "--skip-dump-date",
                        "--skip-force",
                        "--max-allowed-packet=1G",
                        "--result-file=" + into));
        words.addAll(what);
        words.add("--");
        words.add(database());
        words.addAll(tables);
        programs.must(new Task("BSC-430", "store.dump", database()), words, to.mariadbSecret());
    }

    /**
     * Has the server send a part of its log, and whatever is behind it in the file, as it is.
     *
     * @param prefix of the file that it is written to; the name of the part's own comes after it
     */
    Ran log(BinaryLogPart part, String prefix) {
        var words = new ArrayList<String>();
        words.add(programs.named(List.of("mariadb-binlog", "mysqlbinlog")));
        words.addAll(to.mariadb());
        words.removeIf(word -> word.startsWith("--default-character-set"));
        words.addAll(
                List.of(
                        "--read-from-remote-server",
                        "--raw",
                        "--start-position=" + part.from(),
                        "--result-file=" + prefix));
        words.add("--");
        words.add(part.file());
        return programs.run(words, to.mariadbSecret());
    }

    /**
     * Writes a log of our own as a script for {@link #does}.
     *
     * @param into a file
     */
    void script(Path log, Path into) {
        var words =
                List.of(
                        programs.named(List.of("mariadb-binlog", "mysqlbinlog")),
                        "--no-defaults",
                        "--result-file=" + into,
                        log.toString());
        programs.must(new Task("BSC-464", "store.log.script", database()), words, Map.of());
    }

    /** A name of anything, as a statement has it. */
    static String name(String plain) {
        return "`" + plain.replace("`", "``") + "`";
    }

    /** A text, as a statement has it, whatever the mode it is read in. */
    static String literal(String text) {
        return "0x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, String> pairs(List<List<String>> rows) {
        var pairs = new HashMap<String, String>();
        rows.forEach(row -> pairs.put(row.get(0), row.get(1)));
        return pairs;
    }
}
