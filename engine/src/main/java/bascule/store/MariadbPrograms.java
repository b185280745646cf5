package bascule.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The programs of a MariaDB server on this machine.
 *
 * @param series of the server, {@code 10011} is 10.11
 * @param backup copies its data while it runs
 */
record MariadbPrograms(int series, Path daemon, Path backup) {
    static final List<String> FOLDERS =
            List.of(
                    "/usr/sbin",
                    "/usr/libexec",
                    "/usr/bin",
                    "/usr/local/sbin",
                    "/usr/local/bin",
                    "/usr/local/mysql/bin",
                    "/usr/local/mysql/scripts");

    /** {@code mariadbd Ver 10.11.19-MariaDB-0+deb12u1 for …}, {@code 10.11.19-MariaDB-…}. */
    private static final Pattern SERIES = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+[^ ]*-MariaDB");

    /**
     * @param version as a server tells it
     * @return empty if it is no MariaDB
     */
    static Optional<Integer> series(String version) {
        var series = SERIES.matcher(version);
        return series.find()
                ? Optional.of(
                        Integer.parseInt(series.group(1)) * 1000
                                + Integer.parseInt(series.group(2)))
                : Optional.empty();
    }

    /** The series of a program, as it says itself. */
    static Optional<Integer> series(Programs programs, Path program) {
        var words = List.of(program.toString(), "--no-defaults", "--version");
        return series(programs.looking().run(words, Map.of()).output());
    }

    /** The first of its names that is there. */
    static Optional<Path> first(Programs programs, List<String> names) {
        return names.stream()
                .flatMap(
                        name ->
                                programs
                                        .folder(name, FOLDERS)
                                        .map(folder -> folder.resolve(name))
                                        .stream())
                .findFirst();
    }

    /** Those that can work on the data of a server: the series of both are its own. */
    static Optional<MariadbPrograms> of(Programs programs, String version) {
        var daemon = first(programs, List.of("mariadbd", "mysqld"));
        var backup = first(programs, List.of("mariadb-backup", "mariabackup"));
        var series = series(version);
        return series.isPresent()
                        && daemon.flatMap(one -> series(programs, one)).equals(series)
                        && backup.flatMap(one -> series(programs, one)).equals(series)
                ? Optional.of(
                        new MariadbPrograms(
                                series.get(), daemon.orElseThrow(), backup.orElseThrow()))
                : Optional.empty();
    }

    /**
     * The programs of a server that nobody uses.
     *
     * @param account whom it runs as where we are root
     */
    record Scratch(Path install, Path daemon, String account) {}

    /** Those of the very series: what such a server dumps, the other one can load. */
    static Optional<Scratch> scratch(Programs programs, String version) {
        var install = first(programs, List.of("mariadb-install-db", "mysql_install_db"));
        var daemon = first(programs, List.of("mariadbd", "mysqld"));
        var user = programs.host().identity().getOrDefault("user", "");
        var account = user.equals("root") ? "mysql" : user;
        var series = series(version);
        return series.isPresent()
                        && install.isPresent()
                        && daemon.flatMap(one -> series(programs, one)).equals(series)
                        && programs.as(account).isPresent()
                ? Optional.of(new Scratch(install.get(), daemon.orElseThrow(), account))
                : Optional.empty();
    }
}
