package bascule.store;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes out of a server's log what belongs to one database: rows by the database of their table,
 * whatever was in use when they were written. A statement that may change it otherwise is never
 * passed over: what cannot be told is a reason to dump.
 */
final class BinaryLogFilter implements BinaryLogPart.Hearing {
    private static final Set<Integer> SILENT =
            Set.of(
                    BinaryLogEvent.STOP,
                    BinaryLogEvent.ROTATE,
                    BinaryLogEvent.ANNOTATE,
                    BinaryLogEvent.CHECKPOINT,
                    BinaryLogEvent.GTID_LIST);

    /** Of other databases these change nothing here, if they do not speak of it. */
    private static final Pattern DEFINES =
            words(
                    "(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|GRANT|REVOKE|ANALYZE|OPTIMIZE|REPAIR"
                            + "|FLUSH|SET PASSWORD|SET DEFAULT ROLE)\\b.*");

    private static final Pattern SELECTS =
            words("CREATE (?:OR REPLACE )?(?:TEMPORARY )?TABLE\\b.*\\bSELECT\\b.*");

    /** Of whatever database: no row of it is another one afterwards. */
    private static final Pattern HARMLESS =
            words(
                    "(?:ANALYZE|OPTIMIZE|REPAIR|FLUSH|GRANT|REVOKE|SET PASSWORD|SET DEFAULT ROLE"
                            + "|(?:CREATE|ALTER|DROP|RENAME) (?:OR REPLACE )?(?:USER|ROLE)"
                            + "|DROP (?:/\\*!40005 )?TEMPORARY)\\b.*");

    private static final Pattern TRUNCATES =
            words("TRUNCATE (?:TABLE )?(?:`((?:[^`]|``)+)`|([0-9A-Za-z$_]+)) ?;?");

    private static final Pattern PART_OF_GROUP =
            words("(?:SAVEPOINT|ROLLBACK TO|RELEASE SAVEPOINT)\\b.*");

    private final Wanted wanted;
    private final Pattern mentions;
    private final OutputStream out;

    private final Map<Long, BinaryLogEvent> maps = new HashMap<>();
    private final List<BinaryLogEvent> unsaid = new ArrayList<>();
    private Optional<BinaryLogEvent> group = Optional.empty();
    private Optional<BinaryLogEvent> held = Optional.empty();
    private boolean begun;
    private long touched;
    private long kept;

    /**
     * Of which database what is wanted.
     *
     * @param anyCase whether the server takes its name in any case for it
     * @param taken tables whose rows are taken
     * @param known tables and sequences that are there besides: they are dumped again
     */
    record Wanted(String database, boolean anyCase, Set<String> taken, Set<String> known) {
        Wanted {
            taken = Set.copyOf(taken);
            known = Set.copyOf(known);
        }

        boolean is(String other) {
            return anyCase ? database.equalsIgnoreCase(other) : database.equals(other);
        }
    }

    /**
     * @param out gets a log of its own
     */
    BinaryLogFilter(Wanted wanted, OutputStream out) throws IOException {
        this.wanted = wanted;
        this.out = out;
        this.mentions =
                Pattern.compile(
                        "(?<![0-9A-Za-z$_\\x80-\\xff])"
                                + Pattern.quote(wanted.database())
                                + "(?![0-9A-Za-z$_\\x80-\\xff])",
                        Pattern.CASE_INSENSITIVE);
        out.write(new byte[] {(byte) 0xfe, 'b', 'i', 'n'});
    }

    private static Pattern words(String plain) {
        return Pattern.compile(
                plain.replace(" ", "\\s+").replace("\\s+?", "\\s*"),
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** How many changes of the database it has seen, taken or not. */
    long touched() {
        return touched;
    }

    /** How many events there are to be done again. */
    long kept() {
        return kept;
    }

    @Override
    public void hear(BinaryLogEvent event) throws IOException {
        if (event.hasRows()) {
            rows(event);
            return;
        }
        if (SILENT.contains(event.type())) {
            return;
        }
        switch (event.type()) {
            case BinaryLogEvent.FORMAT -> event.write(out);
            case BinaryLogEvent.TABLE_MAP -> map(event);
            case BinaryLogEvent.GTID -> {
                if (event.isPrepared()) {
                    throw doubt("XA");
                }
                group = Optional.of(event);
                begun = false;
            }
            case BinaryLogEvent.XID -> ends(event);
            case BinaryLogEvent.QUERY -> query(event);
            default -> throw doubt("event " + event.type());
        }
    }

    /** No more of it than what kind of statement it is: it may be another application's. */
    private Fault doubt(String what) {
        var words = what.strip().split("[\\s(]+", 4);
        var first = String.join(" ", List.of(words).subList(0, Math.min(3, words.length)));
        return new Fault(
                "BSC-465",
                Text.of(
                        "store.log.doubt",
                        wanted.database(),
                        first.length() > 80 ? first.substring(0, 80) : first));
    }

    private void map(BinaryLogEvent event) {
        maps.put(event.table(), event);
        var named = event.named();
        if (!wanted.is(named.database())) {
            return;
        }
        if (wanted.taken().contains(named.table())) {
            unsaid.add(event);
        } else if (!wanted.known().contains(named.table())) {
            throw doubt("table " + named.table());
        }
    }

    /** The last that is kept of a statement ends it, whoever had the last word in the log. */
    private void rows(BinaryLogEvent event) throws IOException {
        var map = maps.get(event.table());
        // What only ends a statement belongs to no table.
        if (map == null && !event.endsStatement()) {
            throw doubt("rows of no table");
        }
        if (map != null && wanted.is(map.named().database())) {
            touched++;
            if (wanted.taken().contains(map.named().table())) {
                begin();
                for (var one : unsaid) {
                    one.write(out);
                }
                unsaid.clear();
                if (held.isPresent()) {
                    held.get().write(out);
                }
                held = Optional.of(event);
                kept++;
            }
        }
        if (event.endsStatement()) {
            if (held.isPresent()) {
                held.get().ending().write(out);
            }
            held = Optional.empty();
            unsaid.clear();
            maps.clear();
        }
    }

    private void begin() throws IOException {
        if (!begun) {
            group.orElseThrow(() -> doubt("rows of no group")).write(out);
            begun = true;
        }
    }

    private void ends(BinaryLogEvent event) throws IOException {
        if (begun) {
            event.write(out);
        }
        group = Optional.empty();
        begun = false;
    }

    private void query(BinaryLogEvent event) throws IOException {
        var said = bare(event.statement());
        switch (said.toUpperCase(Locale.ROOT)) {
            case "BEGIN" -> {}
            case "COMMIT", "ROLLBACK" -> ends(event);
            default -> {
                if (PART_OF_GROUP.matcher(said).matches()) {
                    begin();
                    event.write(out);
                } else {
                    statement(event, said);
                }
            }
        }
    }

    /** Without remarks before it; a remark that the server takes for a statement stays. */
    private static String bare(String statement) {
        return statement
                .replaceFirst("^(?:\\s+|/\\*(?![!M]).*?\\*/|(?:--\\s|#)[^\\n]*\\n)+", "")
                .strip();
    }

    private void statement(BinaryLogEvent event, String said) throws IOException {
        if (HARMLESS.matcher(said).matches()) {
            return;
        }
        if (!wanted.is(event.database())) {
            var open = said.replaceFirst("^/\\*M?!\\d*\\s*", "");
            if (!DEFINES.matcher(open).matches()
                    || SELECTS.matcher(said).matches()
                    || mentions.matcher(said).find()) {
                throw doubt(said);
            }
            return;
        }
        var truncates = TRUNCATES.matcher(said);
        if (!truncates.matches() || event.failed()) {
            throw doubt(said);
        }
        var table =
                truncates.group(1) == null
                        ? truncates.group(2)
                        : truncates.group(1).replace("``", "`");
        touched++;
        if (wanted.taken().contains(table)) {
            begin();
            event.write(out);
            kept++;
            group = Optional.empty();
            begun = false;
        } else if (!wanted.known().contains(table)) {
            throw doubt(said);
        }
    }
}
