package bascule.store;

import static bascule.store.MariadbClient.row;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what a server's binary log says of one database is all that happens to it, and may be
 * had; and whether there is a server here to load it into.
 */
record MariadbLogFitness(MariadbDumper origin) {
    private static final int OLDEST = 10_005;

    /** Less than that is dumped before a server of ours has started. */
    static final long SMALL = 64L << 20;

    /** Bytes of tables that are dumped in a second, and that a server writes when it stops. */
    private static final long DUMPED = 60L << 20;

    private static final long WRITTEN = 100L << 20;

    /** Seconds that one with nothing to write takes to stop and to start, with room to spare. */
    private static final long RESTART = 3;

    private static final Set<String> ENGINES =
            Set.of("InnoDB", "Aria", "MyISAM", "MRG_MyISAM", "CSV", "ARCHIVE");

    private static final List<List<String>> RIGHTS =
            List.of(
                    List.of("BINLOG MONITOR", "REPLICATION CLIENT", "SUPER"),
                    List.of("REPLICATION SLAVE"));

    /**
     * @return why not; empty if it can
     */
    Optional<Text> against() throws IOException {
        var told = MariadbClient.pairs(origin.client().ask("BSC-430", ASKED));
        var version = told.getOrDefault("version", "");
        var series = MariadbPrograms.series(version);
        if (series.isEmpty() || series.get() < OLDEST) {
            return MariadbFitness.because("older", version);
        }
        if (MariadbPrograms.scratch(origin.programs(), version).isEmpty()) {
            return Optional.of(Text.of("store.log.not.programs", version));
        }
        var missing = new MariadbFitness(origin).rights(RIGHTS, told.getOrDefault("account", ""));
        var found = missing.or(() -> logged(told)).or(() -> said(told));
        return found.isPresent() ? found : new MariadbFitness(origin).filters();
    }

    /** Those that make a server of ours. */
    MariadbPrograms.Scratch programs() throws IOException {
        var version =
                origin.client()
                        .ask("BSC-430", "SELECT " + row("VERSION()") + ";\n")
                        .getFirst()
                        .getFirst();
        return MariadbPrograms.scratch(origin.programs(), version)
                .orElseThrow(
                        () -> new Fault("BSC-464", Text.of("store.log.not.programs", version)));
    }

    private static Optional<Text> logged(Map<String, String> told) {
        var log = MariadbFitness.log(told);
        if (log.isPresent()) {
            return log;
        }
        var sums = told.getOrDefault("binlog_checksum", "");
        if (!sums.equals("CRC32")) {
            return Optional.of(Text.of("store.log.not.sums", sums));
        }
        return told.getOrDefault("encrypt_binlog", "OFF").equals("ON")
                ? Optional.of(Text.of("store.log.not.encrypted"))
                : Optional.empty();
    }

    /** What happens to it by other ways than by rows of its own tables. */
    private Optional<Text> said(Map<String, String> told) {
        if (!origin.named().matches("[0-9A-Za-z_-]+")) {
            return Optional.of(Text.of("store.log.not.name", origin.named()));
        }
        if (told.getOrDefault("wsrep_on", "OFF").equals("ON")) {
            return MariadbFitness.because("cluster");
        }
        if (!told.getOrDefault("follows", "0").equals("0")) {
            return MariadbFitness.because("second");
        }
        if (told.containsKey("foreign")) {
            return Optional.of(Text.of("store.log.not.foreign", told.getOrDefault("foreign", "")));
        }
        return told.keySet().stream()
                .filter(key -> key.startsWith("table "))
                .map(key -> key.substring("table ".length()))
                .filter(engine -> !ENGINES.contains(engine))
                .findFirst()
                .flatMap(
                        engine ->
                                MariadbFitness.because(
                                        "engine",
                                        told.getOrDefault("table " + engine, ""),
                                        engine));
    }

    /**
     * What a server without a log costs in the outage, and what turning it on would: a restart, in
     * which it writes what it has in memory alone.
     *
     * @return empty if it has one, or little would be won
     */
    Optional<Text> price() throws IOException {
        var told = MariadbClient.pairs(origin.client().ask("BSC-430", UNLOGGED));
        var bytes = Long.parseLong(told.getOrDefault("bytes", "0"));
        if (told.getOrDefault("log_bin", "").equals("ON") || bytes < SMALL) {
            return Optional.empty();
        }
        var dirty = Long.parseLong(told.getOrDefault("dirty", "0"));
        return Optional.of(
                Text.of(
                        "store.log.price",
                        bytes >> 20,
                        Math.ceilDiv(bytes, DUMPED),
                        RESTART + Math.ceilDiv(dirty, WRITTEN)));
    }

    private static final String UNLOGGED =
            "SELECT "
                    + row("'log_bin'", "IF(@@log_bin, 'ON', 'OFF')")
                    + ";\nSELECT "
                    + row("'bytes'", "COALESCE(SUM(data_length + index_length), 0)")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE();\nSELECT "
                    + row("'dirty'", "variable_value")
                    + " FROM information_schema.global_status"
                    + " WHERE variable_name = 'INNODB_BUFFER_POOL_BYTES_DIRTY';\n";

    /** Why nothing would be won by it; empty if something is. */
    Optional<Text> idle() throws IOException {
        var tables = MariadbTables.in(origin.client());
        if (tables.bytes() < SMALL) {
            return Optional.of(Text.of("store.log.not.small", tables.bytes() >> 20));
        }
        return tables.againBytes() > tables.bytes() / 2
                ? Optional.of(
                        Text.of(
                                "store.log.not.again",
                                tables.againBytes() >> 20,
                                tables.bytes() >> 20))
                : Optional.empty();
    }

    /** A row that goes because its parent in another database does is in no log. */
    private static final String ASKED =
            "SELECT "
                    + row("LOWER(variable_name)", "variable_value")
                    + " FROM information_schema.global_variables WHERE variable_name IN"
                    + " ('version', 'log_bin', 'binlog_format', 'binlog_checksum',"
                    + " 'encrypt_binlog', 'wsrep_on');\nSELECT "
                    + row("'account'", "CURRENT_USER()")
                    + ";\nSELECT "
                    + row("CONCAT('table ', engine)", "MIN(table_name)")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND engine IS NOT NULL GROUP BY engine;\nSELECT "
                    + row("'foreign'", "table_name")
                    + " FROM information_schema.referential_constraints"
                    + " WHERE constraint_schema = DATABASE()"
                    + " AND unique_constraint_schema <> constraint_schema;\nSELECT "
                    + row("'follows'", "COUNT(*)")
                    + " FROM information_schema.processlist WHERE command LIKE 'Slave%';\n";
}
