package bascule.acceptance.stores;

import bascule.store.Backup;
import bascule.store.Technique;
import bascule.store.Trees;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a database's copy falls into the outage, by turns: benchmarks/README.md. */
final class DatabasesBenchmark {
    /** Rows of each table that make about a megabyte in all. */
    private static final int ROWS = 272;

    /** What visitors write between the last look at the copy and the closing of the door. */
    private static final int LATE = 25;

    private static final String GZIP = "dump | gzip";
    private static final String DUMP = "Bascule, dumped";
    private static final String FOLLOWER = "Bascule, followed";
    private static final String LATER = "Bascule, followed, 1 % in the outage";
    private static final String LARGE = "Bascule, followed, more data";
    private static final String LOAD = "gunzip | load";
    private static final String EXCHANGE = "Bascule, exchanged";

    private final Path folder;
    private final Measured server;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();
    private int seed;

    private DatabasesBenchmark(Path folder, Measured server) {
        this.folder = folder;
        this.server = server;
    }

    /** Something whose time is taken. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Makes a server in a folder. */
    @FunctionalInterface
    private interface Making {
        Measured in(Path folder) throws Exception;
    }

    /** Another kind of server is one more line here. */
    private static final Map<String, Making> KINDS =
            Map.of("mariadb", MeasuredMariadb::new, "postgresql", MeasuredPostgres::new);

    /** {@code FOLDER KIND ROUNDS MEGABYTES FACTOR}. */
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]).toAbsolutePath();
        Trees.delete(folder);
        Files.createDirectories(folder);
        var making = KINDS.get(args[1]);
        if (making == null) {
            throw new IllegalArgumentException(args[1] + " is none of " + KINDS.keySet());
        }
        try (var server = making.in(folder)) {
            var rows = Integer.parseInt(args[3]) * ROWS;
            new DatabasesBenchmark(folder, server)
                    .run(Integer.parseInt(args[2]), rows, Integer.parseInt(args[4]));
        } finally {
            Trees.deleteQuietly(folder);
        }
    }

    private void run(int rounds, int rows, int factor) throws Exception {
        server.fill(rows);
        said("whole", rows);
        for (var round = 1; round <= rounds; round++) {
            dumped(round == 1);
            followed(FOLLOWER, rows / 100, LATE);
            followed(LATER, LATE, rows / 100);
        }
        if (factor > 1) {
            server.fill(rows * factor);
            said(factor + " times", rows * factor);
            for (var round = 1; round <= rounds; round++) {
                followed(LARGE, rows / 100, LATE);
            }
        }
        report();
    }

    private void said(String what, int rows) throws IOException {
        try (var files = Files.walk(server.data())) {
            var bytes =
                    files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length());
            System.out.printf(
                    "%s, %s: %,d rows, %,d MB on the disk%n",
                    server.name(), what, (long) rows * Measured.TABLES, bytes.sum() >> 20);
        }
    }

    /**
     * @param loads whether the dump through gzip is put back, too: that takes long
     */
    private void dumped(boolean loads) throws Exception {
        var file = folder.resolve("dump.gz");
        settle();
        time(GZIP, () -> shell(server.dump(file)));
        if (loads) {
            System.out.printf("  the dump has %,d MB%n", Files.size(file) >> 20);
        }
        if (loads) {
            settle();
            time(LOAD, () -> shell(server.load(file)));
        }
        Files.delete(file);
        var backup = server.stored(folder).backup("dumped", new Technique.Copied());
        settle();
        time(DUMP, backup::lastPass);
        Trees.delete(folder.resolve("dumped"));
    }

    /**
     * @param early rows of each table that are written while it follows
     * @param late those that are written after the last look at it
     */
    private void followed(String what, int early, int late) throws Exception {
        var backup =
                server.stored(folder)
                        .backup("followed", new Technique.Followed(server.data().toString()));
        try {
            backup.firstPass();
            server.change(early, ++seed);
            backup.makeReady();
            server.change(late, ++seed);
            time(what, backup::lastPass);
            if (what.equals(FOLLOWER)) {
                exchanged(backup);
            }
        } finally {
            backup.end();
            Trees.delete(folder.resolve("followed"));
        }
    }

    /** With the server's own stopping and starting. */
    private void exchanged(Backup backup) throws Exception {
        server.change(LATE, ++seed);
        settle();
        time(
                EXCHANGE,
                () -> {
                    server.stop();
                    backup.restore();
                    server.start();
                });
    }

    private void report() {
        seen.forEach(
                (what, all) ->
                        System.out.printf("%-38s median %7.3f s of %s%n", what, median(what), all));
        ratio("outage, followed : gzip", FOLLOWER, GZIP, 0.02);
        ratio("outage, dumped : gzip", DUMP, GZIP, 0.35);
        if (seen.containsKey(LARGE)) {
            ratio("outage, more data : whole", LARGE, FOLLOWER, 1.3);
        }
        ratio("way back, exchanged : gunzip", EXCHANGE, LOAD, 0.1);
        System.out.printf(
                "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void ratio(String what, String one, String other, double goal) {
        System.out.printf(
                "%-38s ratio %8.4f   goal <= %s%n", what, median(one) / median(other), goal);
    }

    private double median(String what) {
        var all = seen.getOrDefault(what, List.of());
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    /** What others wrote before is not to be waited for. */
    private void settle() throws Exception {
        ran(List.of("sync", "-f", folder.toString()));
    }

    /** With what it wrote forced to disk; Bascule does that by itself. */
    private void shell(String line) throws Exception {
        ran(List.of("bash", "-o", "pipefail", "-c", line));
        settle();
    }

    private static void ran(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with code " + process.exitValue());
        }
    }

    private void time(String what, Work work) throws Exception {
        var began = System.nanoTime();
        work.run();
        var seconds = Math.round((System.nanoTime() - began) / 1e6) / 1e3;
        seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(seconds);
        System.out.printf("  %-38s %7.3f s%n", what, seconds);
    }
}
