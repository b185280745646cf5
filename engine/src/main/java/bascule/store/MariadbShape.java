package bascule.store;

import static bascule.store.MariadbClient.row;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server of ours takes from the one that it follows.
 *
 * @param daemon its program, of the same series
 * @param backup the program that copies; empty for data that are loaded
 * @param account whom it runs as: who owns the data
 * @param network where the other one is reached, without any password
 * @param settings without which what follows would not do what the other one did
 * @param replica how far the other one says that it has followed another, itself
 */
record MariadbShape(
        String daemon,
        String backup,
        String account,
        Map<String, String> network,
        List<String> settings,
        String replica) {
    MariadbShape {
        network = Map.copyOf(network);
        settings = List.copyOf(settings);
    }

    /** As the server is now whose data lie there. */
    static MariadbShape of(MariadbDumper origin, Path live) throws IOException {
        var network = new HashMap<>(new MariadbFitness(origin).network().parts());
        network.remove("password");
        var told = MariadbClient.pairs(origin.client().ask("BSC-430", SETTINGS));
        var replica = told.remove("gtid_slave_pos");
        var version = told.remove("version");
        var programs =
                MariadbPrograms.of(origin.programs(), String.valueOf(version))
                        .orElseThrow(
                                () ->
                                        new Fault(
                                                "BSC-430",
                                                Text.of(
                                                        "store.follow.mariadb",
                                                        String.valueOf(version))));
        return new MariadbShape(
                programs.daemon().toString(),
                programs.backup().toString(),
                Files.getOwner(live).getName(),
                network,
                words(told),
                replica == null ? "" : replica);
    }

    /** For data that are loaded: how the files of the other one lie is its own. */
    static MariadbShape loaded(MariadbDumper origin, Path daemon, String account)
            throws IOException {
        var told = MariadbClient.pairs(origin.client().ask("BSC-430", SETTINGS));
        told.keySet().removeAll(FILES);
        return new MariadbShape(daemon.toString(), "", account, Map.of(), words(told), "");
    }

    /** Whether its data are loaded, not copied. */
    boolean isLoaded() {
        return backup.isEmpty();
    }

    private static List<String> words(Map<String, String> told) {
        var settings = new ArrayList<String>();
        told.forEach(
                (name, value) -> {
                    // What is built in has a name that is no file's.
                    if (!value.isEmpty() && !value.startsWith("(")) {
                        settings.add("--" + name.replace('_', '-') + "=" + value);
                    }
                });
        return settings;
    }

    private static final List<String> FILES =
            List.of(
                    "version",
                    "gtid_slave_pos",
                    "innodb_data_file_path",
                    "innodb_undo_tablespaces",
                    "innodb_log_file_size",
                    "aria_block_size");

    /** A table, a log or an account that is made by a statement is made as these say. */
    private static final String SETTINGS =
            "SELECT "
                    + row("LOWER(variable_name)", "variable_value")
                    + " FROM information_schema.global_variables WHERE variable_name IN"
                    + " ('version', 'gtid_slave_pos', 'lower_case_table_names',"
                    + " 'innodb_page_size', 'innodb_data_file_path', 'innodb_undo_tablespaces',"
                    + " 'innodb_log_file_size', 'innodb_checksum_algorithm',"
                    + " 'innodb_file_per_table', 'innodb_strict_mode',"
                    + " 'innodb_default_row_format', 'innodb_compression_algorithm',"
                    + " 'innodb_compression_level', 'innodb_ft_min_token_size',"
                    + " 'innodb_ft_max_token_size', 'innodb_ft_enable_stopword',"
                    + " 'innodb_ft_server_stopword_table', 'ft_min_word_len', 'ft_max_word_len',"
                    + " 'ft_stopword_file', 'character_set_server', 'collation_server',"
                    + " 'default_storage_engine', 'explicit_defaults_for_timestamp',"
                    + " 'max_allowed_packet', 'aria_block_size', 'aria_page_checksum',"
                    + " 'system_versioning_alter_history', 'secure_timestamp', 'old_mode');\n";
}
