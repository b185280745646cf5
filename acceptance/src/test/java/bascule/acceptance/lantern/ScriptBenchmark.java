package bascule.acceptance.lantern;

import bascule.acceptance.stores.FileTree;
import bascule.acceptance.stores.Letters;
import bascule.acceptance.stores.PostgresServer;
import bascule.store.Trees;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long visitors find nobody: an upgrade of an application with much data by Bascule, and by a
 * script that does what upgrade pages say, by turns: benchmarks/README.md.
 */
final class ScriptBenchmark {
    private static final int ROWS = 231_200;
    private static final int FILES = 14_000;
    private static final String UPDATE = "UPDATE accounts SET amount = 0 WHERE id <= 1500";

    private static final String BASCULE = "outage, Bascule";
    private static final String SCRIPT = "outage, stop, dump, copy, unpack, migrate, start";
    private static final String BARE = "of it stop, unpack, migrate, start";

    private final Ledger ledger;
    private final FileTree files;
    private final Letters letters;
    private final Path archive;
    private final byte[] packed;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();

    private ScriptBenchmark(Ledger ledger, Letters letters) throws IOException {
        this.ledger = ledger;
        this.letters = letters;
        this.files = new FileTree(ledger.site.data().toRealPath().resolve("files"), FILES);
        this.archive = ledger.site.folder.resolve("archives/lantern-2.0.0.tar.gz");
        this.packed = Files.readAllBytes(archive);
    }

    /** {@code FOLDER ROUNDS} */
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]).toAbsolutePath();
        Trees.delete(folder);
        Files.createDirectories(folder);
        var server = new PostgresServer(folder.resolve("postgres"), Letters.MEMORY);
        try (var ledger = new Ledger(folder, LedgerServer.Postgres.filled(server))) {
            var letters = new Letters(server, "ledger");
            letters.create();
            var bench = new ScriptBenchmark(ledger, letters);
            bench.run(Integer.parseInt(args[1]));
        } finally {
            Trees.deleteQuietly(folder);
        }
    }

    private void run(int rounds) throws Exception {
        letters.fill(ROWS);
        files.fill();
        for (var round = 1; round <= rounds; round++) {
            byScript(round);
            byBascule(round);
        }
        seen.forEach(
                (what, all) ->
                        System.out.printf("%-50s median %7.3f s of %s%n", what, median(what), all));
        System.out.printf(
                "Bascule : script %.3f, goal <= 0.15; load %.1f%n",
                median(BASCULE) / median(SCRIPT),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** One in a hundred of all files and rows. */
    private void change(int seed) throws Exception {
        files.change(seed);
        letters.change(ROWS / 100, seed);
    }

    private void settle() throws Exception {
        shell("sync -f '%s'".formatted(ledger.site.folder));
    }

    private void byScript(int round) throws Exception {
        var site = ledger.site;
        change(2 * round);
        settle();
        try (var visits = new Visits(site.port)) {
            var began = System.nanoTime();
            for (var process : site.serving()) {
                process.destroy();
                process.onExit().join();
            }
            var stopped = System.nanoTime();
            shell(
                    """
                    cd '%1$s'
                    PGPASSWORD=%2$s pg_dump -Fc -h 127.0.0.1 -p %3$d -U app -f before.dump ledger
                    cp -a shared/data before
                    sync -f .
                    """
                            .formatted(
                                    site.folder,
                                    ledger.database.password(),
                                    ledger.database.port()));
            var saved = System.nanoTime();
            shell(
                    """
                    cd '%s'
                    mkdir releases/2.0.0
                    tar -xzf archives/lantern-2.0.0.tar.gz -C releases/2.0.0 --strip-components=1
                    cp releases/1.0.0/conf/lantern.conf releases/2.0.0/conf/
                    ln -s ../../shared/data releases/2.0.0/data
                    ln -sfn releases/2.0.0 current
                    """
                            .formatted(site.folder));
            ledger.database.sql(UPDATE);
            site.start();
            var served = System.nanoTime();
            note(BARE, (stopped - began + served - saved) / 1e9);
            note(SCRIPT, visits.nobody());
        }
        site.serving()
                .forEach(
                        process -> {
                            process.destroy();
                            process.onExit().join();
                        });
        shell(
                """
                cd '%s'
                ln -sfn releases/1.0.0 current
                rm -r releases/2.0.0 shared/data before.dump
                mv before shared/data
                """
                        .formatted(site.folder));
        site.start();
    }

    private void byBascule(int round) throws Exception {
        var site = ledger.site;
        Files.write(archive, packed);
        settle();
        try (var visits = new Visits(site.port)) {
            var log = site.folder.resolve("upgrade.log");
            var upgrade = site.begin(log, Map.of(), "upgrade", "lamp", "--to", "2.0.0", "--yes");
            // What is changed after the first passes is what an outage is about.
            while (!Files.readString(log).contains("restore the backup of ledger")
                    && upgrade.isAlive()) {
                Thread.onSpinWait();
            }
            change(2 * round + 1);
            var ran = site.finished(upgrade, log);
            if (ran.code() != 0) {
                throw new AssertionError(ran.said());
            }
            note(BASCULE, visits.nobody());
        }
        var back = site.bascule("rollback", "lamp", "--lose-writes");
        if (back.code() != 0) {
            throw new AssertionError(back.said());
        }
    }

    private static void shell(String script) throws Exception {
        var process = new ProcessBuilder("sh", "-euc", script).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(script + " ended with code " + process.exitValue());
        }
    }

    private void note(String what, double seconds) {
        seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(seconds);
        System.out.printf("  %-50s %7.3f s%n", what, seconds);
    }

    private double median(String what) {
        var all = seen.getOrDefault(what, List.of());
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
