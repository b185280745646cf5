package bascule.probe;

import bascule.store.Connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database's own client program, given one question; it writes only where it is told that it may.
 * Passwords go by its environment: its words are for everybody to see.
 *
 * @param programs its names, the first that is there
 */
record Client(List<String> programs, List<String> words, Map<String, String> env, Kind kind) {

    /** How it prints a table. */
    enum Kind {
        /** Values between tabs, with backslashes; NULL is {@code NULL}. */
        TABS,
        /** Commas and quotes; NULL is nothing. */
        COMMAS,
        /** As it is, one cell. */
        TEXT
    }

    static Client mariadb(Connection to, String query, boolean writes) {
        var words = new ArrayList<>(to.mariadb());
        words.addAll(List.of("--batch", "--skip-column-names", "--connect-timeout=10"));
        if (!writes) {
            words.add("--init-command=SET SESSION TRANSACTION READ ONLY");
        }
        to.part("database").ifPresent(database -> words.add("--database=" + database));
        words.add("--execute=" + query);
        return new Client(List.of("mariadb", "mysql"), words, to.mariadbSecret(), Kind.TABS);
    }

    static Client postgresql(Connection to, String query, boolean writes) {
        var words =
                new ArrayList<>(
                        List.of(
                                "--no-psqlrc",
                                "--quiet",
                                "--tuples-only",
                                "--csv",
                                "--no-password",
                                "--set=ON_ERROR_STOP=1"));
        if (!writes) {
            words.add("--command=BEGIN READ ONLY");
        }
        words.add("--command=" + query);
        return new Client(List.of("psql"), words, to.postgresql(), Kind.COMMAS);
    }

    static Client sqlite(Connection to, String query, boolean writes) {
        var file = to.part("file").or(() -> to.part("database")).orElse("");
        var words = new ArrayList<>(List.of("-batch", "-bail", "-noheader", "-csv"));
        if (!writes) {
            words.addFirst("-readonly");
        }
        words.addAll(List.of("-init", "/dev/null", file, query));
        return new Client(List.of("sqlite3"), words, Map.of(), Kind.COMMAS);
    }

    static Client redis(Connection to, List<String> question) {
        var words = new ArrayList<String>();
        var host = to.part("host");
        if (host.isPresent()) {
            words.addAll(List.of(host.get().startsWith("/") ? "-s" : "-h", host.get()));
        }
        to.part("port").ifPresent(port -> words.addAll(List.of("-p", port)));
        to.part("user").ifPresent(user -> words.addAll(List.of("--user", user)));
        to.part("database").ifPresent(database -> words.addAll(List.of("-n", database)));
        words.add("--raw");
        words.addAll(question);
        var env = new HashMap<String, String>();
        to.part("password").ifPresent(password -> env.put("REDISCLI_AUTH", password));
        return new Client(List.of("redis-cli"), words, env, Kind.TEXT);
    }

    /** What it printed, as a table. */
    List<List<Optional<String>>> table(String output) {
        return switch (kind) {
            case TABS -> tabs(output);
            case COMMAS -> commas(output);
            case TEXT ->
                    output.isBlank() ? List.of() : List.of(List.of(Optional.of(output.strip())));
        };
    }

    private static List<List<Optional<String>>> tabs(String output) {
        var table = new ArrayList<List<Optional<String>>>();
        for (var line : output.lines().toList()) {
            var row = new ArrayList<Optional<String>>();
            for (var cell : line.split("\t", -1)) {
                row.add(cell.equals("NULL") ? Optional.empty() : Optional.of(plain(cell)));
            }
            table.add(row);
        }
        return table;
    }

    private static String plain(String cell) {
        return cell.replace("\\\\", "\0")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "")
                .replace("\0", "\\");
    }

    private static List<List<Optional<String>>> commas(String output) {
        var table = new ArrayList<List<Optional<String>>>();
        var row = new ArrayList<Optional<String>>();
        var at = 0;
        while (at < output.length()) {
            var cell = new StringBuilder();
            var quoted = output.charAt(at) == '"';
            if (quoted) {
                for (at++; at < output.length(); at++) {
                    if (output.charAt(at) == '"') {
                        if (!output.startsWith("\"\"", at)) {
                            at++;
                            break;
                        }
                        at++;
                    }
                    cell.append(output.charAt(at));
                }
            } else {
                while (at < output.length() && ",\r\n".indexOf(output.charAt(at)) < 0) {
                    cell.append(output.charAt(at++));
                }
            }
            row.add(cell.isEmpty() && !quoted ? Optional.empty() : Optional.of(cell.toString()));
            if (at < output.length() && output.charAt(at) == ',') {
                at++;
                if (at < output.length() && "\r\n".indexOf(output.charAt(at)) < 0) {
                    continue;
                }
                row.add(Optional.empty());
            }
            var feed = output.indexOf('\n', at);
            at = feed < 0 ? output.length() : feed + 1;
            table.add(List.copyOf(row));
            row.clear();
        }
        return table;
    }
}
