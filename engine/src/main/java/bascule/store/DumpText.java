package bascule.store;

import bascule.problem.Fault;
import bascule.store.Dumper.Table;
import bascule.text.Text;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What mariadb-dump wrote, read to its end as the client reads it: statements, quotes, escapes,
 * comments that are statements, delimiters. Rows are hashed one by one.
 */
final class DumpText {
    /** As much of a statement as is needed to know what it is. */
    private static final int HEAD = 1 << 18;

    private static final String NAME = "`((?:[^`]|``)+)`";
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE " + NAME);
    private static final Pattern INSERT = Pattern.compile("INSERT INTO " + NAME);

    /** The first line of what stands between delimiters; names and definers are taken out. */
    private static final Pattern ROUTINE =
            Pattern.compile(
                    "(?:/\\*!\\d+ )?CREATE\\b.*?\\b(TRIGGER|EVENT|FUNCTION|PROCEDURE|PACKAGE BODY|PACKAGE)\\b.*");

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 17];
    private int at;
    private int end;
    private long before;
    private boolean completed;

    /** While a row is read: what it goes into, and where what has not gone into it begins. */
    private @Nullable RowSum summing;

    private int row;

    private final Map<String, Table> tables = new TreeMap<>();
    private final Map<String, Integer> others = new TreeMap<>();

    private DumpText(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /**
     * What lies in it.
     *
     * @param others how many there are of {@code VIEW SEQUENCE TRIGGER EVENT FUNCTION PROCEDURE}
     */
    record Contents(Map<String, Table> tables, Map<String, Integer> others) {}

    /**
     * @throws Fault BSC-431 if it is cut, or is no dump
     */
    static Contents of(Path file) throws IOException {
        try (var in = CopyText.open(file)) {
            var text = new DumpText(file, in);
            text.statements();
            if (!text.completed) {
                throw new Fault("BSC-431", Text.of("store.dump.no-end", file));
            }
            return new Contents(text.tables, text.others);
        } catch (java.io.EOFException | java.util.zip.ZipException cut) {
            throw new Fault("BSC-431", Text.of("store.dump.no-end", file), cut);
        }
    }

    /** -1 at the end. */
    private int next() throws IOException {
        if (at == end && !more()) {
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    private boolean more() throws IOException {
        if (summing != null) {
            summing.add(buffer, row, end);
        }
        row = 0;
        before += end;
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private int must() throws IOException {
        var one = next();
        if (one < 0) {
            throw new Fault("BSC-431", Text.of("store.dump.no-end", file));
        }
        return one;
    }

    private Fault odd() {
        return new Fault("BSC-431", Text.of("store.dump.odd", file, before + at));
    }

    private void statements() throws IOException {
        for (var one = next(); one >= 0; one = next()) {
            switch (one) {
                case ' ', '\n', '\r', '\t', ';' -> {}
                case '-' -> remark();
                case '/' -> comment();
                default -> statement(one);
            }
        }
    }

    /** {@code -- Dump completed} must be the last of all that is said. */
    private void remark() throws IOException {
        var line = "-" + line();
        completed = line.startsWith("-- Dump completed");
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var one = must(); one != '\n'; one = must()) {
            line.write(one);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** To its end; one that the server takes for a statement has quotes that may hold its end. */
    private void comment() throws IOException {
        if (must() != '*') {
            throw odd();
        }
        completed = false;
        var head = new StringBuilder();
        for (var last = 0; ; ) {
            var one = must();
            if (last == '*' && one == '/') {
                break;
            }
            if (head.length() < HEAD) {
                head.append((char) one);
            }
            var means = head.charAt(0) == '!' || head.charAt(0) == 'M';
            if (means && (one == '\'' || one == '"' || one == '`')) {
                quoted(one);
            }
            last = one;
        }
        if (head.toString().matches("(?s)!\\d+ VIEW `.*")) {
            others.merge("VIEW", 1, Integer::sum);
        }
    }

    /** To the quote that ends it; doubled ones begin it again, which comes to the same. */
    private void quoted(int quote) throws IOException {
        for (var one = must(); one != quote; one = must()) {
            if (one == '\\' && quote != '`') {
                must();
            }
        }
    }

    private void statement(int first) throws IOException {
        completed = false;
        var head = new StringBuilder().append((char) first);
        while (true) {
            var one = must();
            keep(head, one);
            switch (one) {
                case '\'', '"' -> quoted(one);
                case '`' -> name(head);
                case ';' -> {
                    if (!begins(head, "DELIMITER ")) {
                        known(text(head));
                        return;
                    }
                }
                case '\n', '(' -> {
                    if (begins(head, "INSERT INTO `")
                            && ends(head, one == '(' ? " VALUES (" : " VALUES\n")) {
                        at -= one == '(' ? 1 : 0;
                        rows(text(head));
                        return;
                    }
                    if (begins(head, "DELIMITER ") && one == '\n') {
                        delimited(head.substring("DELIMITER ".length()).strip());
                        return;
                    }
                }
                default -> {}
            }
        }
    }

    private static void keep(StringBuilder head, int one) {
        if (head.length() < HEAD) {
            head.append((char) one);
        }
    }

    private static boolean begins(StringBuilder head, String with) {
        return head.length() > with.length() && head.substring(0, with.length()).equals(with);
    }

    private static boolean ends(StringBuilder head, String with) {
        return head.lastIndexOf(with) == head.length() - with.length();
    }

    private static String text(StringBuilder head) {
        return new String(
                head.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void name(StringBuilder head) throws IOException {
        for (var one = must(); ; one = must()) {
            keep(head, one);
            if (one == '`') {
                return;
            }
        }
    }

    private void known(String head) {
        var table = TABLE.matcher(head);
        if (table.lookingAt()) {
            tables.putIfAbsent(plain(table.group(1)), Table.EMPTY);
        } else if (head.startsWith("CREATE SEQUENCE ")) {
            others.merge("SEQUENCE", 1, Integer::sum);
        }
    }

    private static String plain(String name) {
        return name.replace("``", "`");
    }

    /** {@code (1,'a'),(2,'b');} */
    private void rows(String head) throws IOException {
        var insert = INSERT.matcher(head);
        if (!insert.lookingAt()) {
            throw odd();
        }
        var name = plain(insert.group(1));
        var sum = new RowSum(tables.getOrDefault(name, Table.EMPTY));
        for (var one = must(); one != ';'; one = must()) {
            switch (one) {
                case '(' -> row(sum);
                case ',', ' ', '\n', '\r' -> {}
                default -> throw odd();
            }
        }
        tables.put(name, sum.table());
    }

    /** All between its brackets. */
    private void row(RowSum sum) throws IOException {
        summing = sum;
        row = at;
        for (var depth = 1; depth > 0; ) {
            switch (must()) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\'' -> string();
                default -> {}
            }
        }
        sum.add(buffer, row, at - 1);
        sum.end();
        summing = null;
    }

    /** Most of a dump is in strings: this is where its time goes. */
    private void string() throws IOException {
        while (true) {
            for (var scanned = at; scanned < end; scanned++) {
                var one = buffer[scanned];
                if (one == '\'' || one == '\\') {
                    at = scanned + 1;
                    if (one == '\'') {
                        return;
                    }
                    must();
                    scanned = at - 1;
                }
            }
            at = end;
            if (!more()) {
                must();
            }
        }
    }

    /** Bodies in their own rules of quoting: nothing in them is read but how each begins. */
    private void delimited(String delimiter) throws IOException {
        var begins = true;
        for (var line = line(); !line.equals("DELIMITER ;"); line = line()) {
            var routine = ROUTINE.matcher(line.replaceAll("`(?:[^`]|``)*`|\"[^\"]*\"", "_"));
            if (begins && routine.matches()) {
                others.merge(routine.group(1), 1, Integer::sum);
            }
            begins = line.endsWith(delimiter);
        }
    }
}
