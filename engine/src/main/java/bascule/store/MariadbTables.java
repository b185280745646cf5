package bascule.store;

import static bascule.store.MariadbClient.row;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tables of a database a log of rows says all of. A row is found again by its primary key
 * alone, as a dump rounds some numbers; a table without one, or without transactions, or with a
 * history, is dumped again when nobody writes to it.
 *
 * @param taken whose rows are taken from the log
 * @param again those that are dumped again
 * @param sequences whose next number is asked again
 * @param bytes of all of them
 * @param againBytes of those that are dumped again
 */
record MariadbTables(
        Set<String> taken,
        List<String> again,
        List<String> sequences,
        boolean history,
        long bytes,
        long againBytes) {
    MariadbTables {
        taken = Set.copyOf(taken);
        again = List.copyOf(again);
        sequences = List.copyOf(sequences);
    }

    static MariadbTables in(MariadbClient client) throws IOException {
        var keyed = new HashSet<String>();
        client.ask("BSC-430", KEYED).forEach(row -> keyed.add(row.getFirst()));
        client.ask("BSC-430", ROUNDED).forEach(row -> keyed.remove(row.getFirst()));
        var taken = new HashSet<String>();
        var again = new ArrayList<String>();
        var sequences = new ArrayList<String>();
        var history = false;
        var bytes = 0L;
        var againBytes = 0L;
        for (var row : client.ask("BSC-430", TABLES)) {
            var name = row.getFirst();
            var size = Long.parseLong(row.get(3));
            bytes += size;
            history |= row.get(1).equals("SYSTEM VERSIONED");
            if (row.get(1).equals("SEQUENCE")) {
                sequences.add(name);
            } else if (row.get(1).equals("BASE TABLE")
                    && row.get(2).equals("InnoDB")
                    && keyed.contains(name)) {
                taken.add(name);
            } else {
                again.add(name);
                againBytes += size;
            }
        }
        return new MariadbTables(taken, again, sequences, history, bytes, againBytes);
    }

    BinaryLogFilter.Wanted wanted(String database, boolean anyCase) {
        var known = new HashSet<>(again);
        known.addAll(sequences);
        return new BinaryLogFilter.Wanted(database, anyCase, taken, known);
    }

    private static final String TABLES =
            "SELECT "
                    + row(
                            "table_name",
                            "table_type",
                            "engine",
                            "COALESCE(data_length + index_length, 0)")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_type <> 'VIEW';\n";

    private static final String KEYED =
            "SELECT DISTINCT "
                    + row("table_name")
                    + " FROM information_schema.statistics WHERE table_schema = DATABASE()"
                    + " AND index_name = 'PRIMARY';\n";

    private static final String ROUNDED =
            "SELECT DISTINCT "
                    + row("keys_of.table_name")
                    + " FROM information_schema.statistics AS keys_of"
                    + " JOIN information_schema.columns AS of_table"
                    + " ON of_table.table_schema = keys_of.table_schema"
                    + " AND of_table.table_name = keys_of.table_name"
                    + " AND of_table.column_name = keys_of.column_name"
                    + " WHERE keys_of.table_schema = DATABASE() AND keys_of.index_name = 'PRIMARY'"
                    + " AND of_table.data_type = 'float';\n";
}
