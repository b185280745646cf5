package bascule.store;

import static bascule.store.MariadbClient.row;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a MariaDB server can be followed, and put back as a whole: what a copy would lose, and
 * what the account may not, is told instead.
 */
record MariadbFitness(MariadbDumper origin) implements Fitness {
    /** What a server of it is called where processes are listed. */
    static final Set<String> SERVERS = Set.of("mariadbd", "mysqld");

    private static final int OLDEST = 10_005;

    /** Of these a copy holds what the server does, wherever it is cut. */
    private static final Set<String> ENGINES =
            Set.of("InnoDB", "Aria", "MyISAM", "MRG_MyISAM", "CSV", "ARCHIVE");

    /** What a server makes for itself; a database {@code test} is made where nobody minded. */
    private static final Set<String> OWN =
            Set.of("mysql", "performance_schema", "sys", "lost+found");

    /** One of these must be held on the whole server, whatever it is called there. */
    private static final List<List<String>> RIGHTS =
            List.of(
                    List.of("RELOAD"),
                    List.of("PROCESS"),
                    List.of("LOCK TABLES"),
                    List.of("BINLOG MONITOR", "REPLICATION CLIENT", "SUPER"),
                    List.of("REPLICATION SLAVE"));

    /** And of these on the database: what may not be seen cannot be compared. */
    private static final List<String> SEEING =
            List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT", "EXECUTE");

    @Override
    public Path data() throws IOException {
        return Forced.real(Path.of(asked("SELECT " + row("'x'", "@@datadir") + ";\n").get("x")));
    }

    private Map<String, String> asked(String script) throws IOException {
        return MariadbClient.pairs(origin.client().ask("BSC-430", script));
    }

    @Override
    public Optional<Text> against(Path into) throws IOException {
        var told = asked(ASKED);
        var programs = MariadbPrograms.of(origin.programs(), told.getOrDefault("version", ""));
        if (programs.isEmpty()) {
            return Optional.of(Text.of("store.follow.mariadb", told.getOrDefault("version", "")));
        }
        var rights = rights(RIGHTS, told.getOrDefault("account", ""));
        if (programs.get().series() < OLDEST) {
            return because("older", told.getOrDefault("version", ""));
        }
        if (rights.isPresent()) {
            return rights;
        }
        var served = served(told).or(() -> log(told));
        if (served.isPresent()) {
            return served;
        }
        var filters = filters();
        if (filters.isPresent()) {
            return filters;
        }
        var places = places(data(), told);
        return places.isPresent() ? places : DataExchange.against(data(), into).or(this::reached);
    }

    static Optional<Text> because(String what, Object... values) {
        return Optional.of(Text.of("store.follow.not." + what, values));
    }

    /** Which of them the account lacks, each on the whole server, and to see all of its own. */
    Optional<Text> rights(List<List<String>> wanted, String account) throws IOException {
        var rights = origin.client().rights("BSC-430");
        var at = account.lastIndexOf('@');
        var written = "'%s'@'%s'".formatted(account.substring(0, at), account.substring(at + 1));
        var missing =
                wanted.stream()
                        .filter(any -> !rights.everywhere(any.toArray(String[]::new)))
                        .map(List::getFirst)
                        .toList();
        if (!missing.isEmpty()) {
            return because("rights", String.join(", ", missing), "*.*", written);
        }
        var unseen = SEEING.stream().filter(one -> !rights.in(origin.named(), one)).toList();
        return unseen.isEmpty()
                ? Optional.empty()
                : because(
                        "rights",
                        String.join(", ", unseen),
                        MariadbClient.name(origin.named()) + ".*",
                        written);
    }

    /** Whom it serves, and what kind of tables it has. */
    private static Optional<Text> served(Map<String, String> told) {
        if (told.getOrDefault("wsrep_on", "OFF").equals("ON")) {
            return because("cluster");
        }
        if (!told.getOrDefault("follows", "0").equals("0")) {
            return because("second");
        }
        if (!told.getOrDefault("followed", "0").equals("0")) {
            return because("followed");
        }
        if (told.containsKey("encryption")) {
            return because("encrypted", told.getOrDefault("encryption", ""));
        }
        if (told.containsKey("quoted")) {
            return because("quoted", told.getOrDefault("quoted", ""));
        }
        return told.keySet().stream()
                .filter(key -> key.startsWith("table "))
                .map(key -> key.substring("table ".length()))
                .filter(engine -> !ENGINES.contains(engine))
                .findFirst()
                .flatMap(
                        engine ->
                                because(
                                        "engine",
                                        told.getOrDefault("table " + engine, ""),
                                        engine));
    }

    static Optional<Text> log(Map<String, String> told) {
        if (!told.getOrDefault("log_bin", "OFF").equals("ON")) {
            return because("binlog");
        }
        var format = told.getOrDefault("binlog_format", "");
        return format.equals("ROW") ? Optional.empty() : because("format", format);
    }

    /** What is left out of the log never comes to a copy. */
    Optional<Text> filters() throws IOException {
        var shown = origin.client().shown("BSC-430", "SHOW MASTER STATUS", "File");
        for (var row : shown) {
            for (var name : List.of("Binlog_Do_DB", "Binlog_Ignore_DB")) {
                if (!row.getOrDefault(name, "").isEmpty()) {
                    return because(
                            "filter",
                            name.toLowerCase(java.util.Locale.ROOT),
                            row.getOrDefault(name, ""));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Text> places(Path live, Map<String, String> told) throws IOException {
        if (!Files.isDirectory(live.resolve("mysql")) || !DataExchange.runs(live, SERVERS)) {
            return because("elsewhere", live);
        }
        if (Files.exists(live.resolve("master.info"))) {
            return because("second");
        }
        for (var name :
                List.of(
                        "innodb_data_home_dir",
                        "innodb_undo_directory",
                        "innodb_log_group_home_dir",
                        "aria_log_dir_path")) {
            var said = told.getOrDefault(name, "");
            if (!Forced.real(live.resolve(said)).equals(live)) {
                return because("place", name, said);
            }
        }
        var file = told.getOrDefault("innodb_data_file_path", "");
        return file.contains("/")
                ? because("place", "innodb_data_file_path", file)
                : within(live, told.getOrDefault("folder", ""));
    }

    /** A link is a table, or a database, that lies elsewhere; so is an {@code .isl} file. */
    private static Optional<Text> within(Path live, String database) throws IOException {
        var others = new ArrayList<String>();
        try (var all = Files.walk(live)) {
            for (var path : (Iterable<Path>) all::iterator) {
                var name = String.valueOf(path.getFileName());
                if (Files.isSymbolicLink(path) || name.endsWith(".isl")) {
                    return because("links", path);
                }
                if (live.equals(path.getParent())
                        && Files.isDirectory(path)
                        && !OWN.contains(name)
                        && !name.startsWith(".")
                        && !name.equals(database)
                        && !(name.equals("test") && isEmpty(path))) {
                    others.add(name);
                }
            }
        } catch (java.io.UncheckedIOException cannot) {
            return because("elsewhere", live);
        }
        return others.isEmpty() ? Optional.empty() : because("shared", String.join(", ", others));
    }

    private static boolean isEmpty(Path database) throws IOException {
        try (var files = Files.list(database)) {
            return files.allMatch(file -> file.endsWith("db.opt"));
        }
    }

    /** Those that follow come by the network; that of the machine itself is enough. */
    private Optional<Text> reached() {
        try {
            var to = network();
            var who = new MariadbClient(origin.programs(), to);
            who.ask("BSC-430", "SELECT " + row("1") + ";\n");
            return Optional.empty();
        } catch (Fault cannot) {
            return because("network", cannot.why());
        } catch (IOException cannot) {
            return because("network", bascule.host.Names.said(cannot));
        }
    }

    /** How it is reached by the network, with whatever else is known of it. */
    Connection network() throws IOException {
        var parts = new java.util.HashMap<>(origin.to().parts());
        var host = parts.getOrDefault("host", "");
        if (host.isEmpty() || host.startsWith("/") || host.equals("localhost")) {
            parts.put("host", "127.0.0.1");
            parts.put("port", asked("SELECT " + row("'x'", "@@port") + ";\n").get("x"));
        } else {
            parts.putIfAbsent("port", "3306");
        }
        return new Connection(parts);
    }

    /**
     * Names and what they are: settings as they are called, {@code table ENGINE} and one that is of
     * it. What has a quote in its name cannot be copied: mariadb-backup writes it as it is. Whoever
     * follows by our own account is what an earlier try left: its thread there goes as soon as it
     * finds nobody.
     */
    private static final String ASKED =
            "SELECT "
                    + row("LOWER(variable_name)", "variable_value")
                    + " FROM information_schema.global_variables WHERE variable_name IN"
                    + " ('version', 'log_bin', 'binlog_format', 'wsrep_on', 'innodb_data_home_dir',"
                    + " 'innodb_undo_directory', 'innodb_log_group_home_dir', 'aria_log_dir_path',"
                    + " 'innodb_data_file_path');\nSELECT "
                    + row("'account'", "CURRENT_USER()")
                    + ";\nSELECT "
                    + row("'folder'", "CONVERT(CONVERT(DATABASE() USING filename) USING binary)")
                    + ";\nSELECT "
                    + row("CONCAT('table ', engine)", "MIN(table_name)")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND engine IS NOT NULL GROUP BY engine;\nSELECT "
                    + row("'quoted'", "table_name")
                    + " FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND CONCAT(table_schema, table_name) LIKE '%`%';\nSELECT "
                    + row("'encryption'", "plugin_name")
                    + " FROM information_schema.plugins WHERE plugin_type = 'ENCRYPTION'"
                    + " AND plugin_status = 'ACTIVE';\nSELECT "
                    + row("'follows'", "COUNT(*)")
                    + " FROM information_schema.processlist WHERE command LIKE 'Slave%';\nSELECT "
                    + row("'followed'", "COUNT(*)")
                    + " FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'"
                    + " AND user <> SUBSTRING_INDEX(USER(), '@', 1);\n";
}
