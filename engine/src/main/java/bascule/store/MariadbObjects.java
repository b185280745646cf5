package bascule.store;

import static bascule.store.MariadbClient.name;
import static bascule.store.MariadbClient.row;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server lists of a database: the measure of a dump, and of what a load has made.
 *
 * @param charset what new tables of it get, as is {@code collation}
 */
record MariadbObjects(String charset, String collation, List<Seen> all) {
    /** Kinds of tables of which only the definition is dumped: their rows are elsewhere. */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "MRG_MYISAM",
                    "MRG_ISAM",
                    "CONNECT",
                    "OQGRAPH",
                    "SPIDER",
                    "VP",
                    "FEDERATED",
                    "FEDERATEDX");

    MariadbObjects {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param kind as the server calls it: {@code BASE TABLE}, {@code SYSTEM VERSIONED}, {@code
     *     VIEW}, {@code SEQUENCE}, {@code TRIGGER}, {@code EVENT}, {@code FUNCTION} and so on
     * @param more the engine of a table, the definer of anything else
     */
    record Seen(String kind, String name, String more) {
        boolean table() {
            return kind.equals("BASE TABLE") || kind.equals("SYSTEM VERSIONED");
        }

        boolean rows() {
            return table() && !ELSEWHERE.contains(more.toUpperCase(java.util.Locale.ROOT));
        }

        String said() {
            return kind.toLowerCase(java.util.Locale.ROOT) + " " + name;
        }
    }

    /**
     * @param code of the problem if the server does not answer
     */
    static MariadbObjects in(MariadbClient client, String code) throws IOException {
        var rows = client.ask(code, LISTING);
        var kind = rows.getFirst();
        return new MariadbObjects(
                kind.get(1),
                kind.get(2),
                rows.stream()
                        .skip(1)
                        .map(row -> new Seen(row.get(0), row.get(1), row.get(2)))
                        .toList());
    }

    /** Those that are there now, too: what came and went in between belongs to no dump. */
    MariadbObjects still(MariadbObjects now) {
        var seen = new HashSet<>(now.all());
        return new MariadbObjects(
                now.charset(), now.collation(), all.stream().filter(seen::contains).toList());
    }

    /** Those with these names alone. */
    MariadbObjects only(Set<String> names) {
        return new MariadbObjects(
                charset,
                collation,
                all.stream().filter(seen -> names.contains(seen.name())).toList());
    }

    /** What problems call them. */
    Set<String> names() {
        return all.stream().map(Seen::said).collect(Collectors.toSet());
    }

    long count(String kind) {
        return all.stream().filter(seen -> seen.kind().equals(kind)).count();
    }

    /** The other kinds than tables, each once. */
    Set<String> kinds() {
        return all.stream()
                .filter(seen -> !seen.table())
                .map(Seen::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whose rights the views, triggers, routines and events have. */
    Set<String> definers() {
        return all.stream()
                .filter(seen -> !seen.table() && !seen.kind().equals("SEQUENCE"))
                .map(Seen::more)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How all of it goes; triggers go with their tables, and events go first: they act. */
    String dropped() {
        var script = new StringBuilder("SET FOREIGN_KEY_CHECKS = 0;\n");
        for (var kind :
                List.of(
                        "EVENT",
                        "VIEW",
                        "BASE TABLE",
                        "SYSTEM VERSIONED",
                        "SEQUENCE",
                        "FUNCTION",
                        "PROCEDURE",
                        "PACKAGE BODY",
                        "PACKAGE")) {
            for (var seen : all) {
                if (seen.kind().equals(kind)) {
                    script.append("DROP ")
                            .append(seen.table() ? "TABLE" : kind)
                            .append(" IF EXISTS ")
                            .append(name(seen.name()))
                            .append(";\n");
                }
            }
        }
        return script.toString();
    }

    /** The statements that count the rows of each table, those of its history with them. */
    String counting() {
        var script = new StringBuilder();
        for (var seen : all) {
            if (seen.rows()) {
                script.append("SELECT ")
                        .append(row(MariadbClient.literal(seen.name()), "COUNT(*)"))
                        .append(" FROM ")
                        .append(name(seen.name()))
                        .append(
                                seen.kind().equals("SYSTEM VERSIONED")
                                        ? " FOR SYSTEM_TIME ALL;\n"
                                        : ";\n");
            }
        }
        return script.toString();
    }

    private static final String LISTING =
            "SELECT "
                    + row("'DATABASE'", "default_character_set_name", "default_collation_name")
                    + " FROM information_schema.schemata WHERE schema_name = DATABASE();\nSELECT "
                    + row("table_type", "table_name", "engine")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_type <> 'VIEW';\nSELECT "
                    + row("'VIEW'", "table_name", "definer")
                    + " FROM information_schema.views WHERE table_schema = DATABASE();\nSELECT "
                    + row("routine_type", "routine_name", "definer")
                    + " FROM information_schema.routines WHERE routine_schema = DATABASE();\nSELECT "
                    + row("'TRIGGER'", "trigger_name", "definer")
                    + " FROM information_schema.triggers WHERE trigger_schema = DATABASE();\nSELECT "
                    + row("'EVENT'", "event_name", "definer")
                    + " FROM information_schema.events WHERE event_schema = DATABASE();\n";
}
