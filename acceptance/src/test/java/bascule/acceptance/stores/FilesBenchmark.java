package bascule.acceptance.stores;

import bascule.host.Subvolume;
import bascule.store.FileBackup;
import bascule.store.Kept;
import bascule.store.SnapshotBackup;
import bascule.store.Trees;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of one tree by Bascule and by others, by turns: benchmarks/README.md. */
final class FilesBenchmark {
    private static final int ONCE = 14_000;

    private final Path folder;
    private final int files;
    private final Path data;
    private final FileTree tree;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();

    private FilesBenchmark(Path folder, int factor) {
        this.folder = folder;
        this.files = factor * ONCE;
        this.data = folder.resolve("data");
        this.tree = new FileTree(data, files);
    }

    /** Something whose time is taken. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /**
     * {@code FOLDER ROUNDS FACTOR}, or {@code FOLDER round FACTOR SEED} for what Bascule does in
     * one process. On btrfs the data are a subvolume, and a snapshot is measured, too.
     */
    public static void main(String[] args) throws Exception {
        var bench =
                new FilesBenchmark(Path.of(args[0]).toAbsolutePath(), Integer.parseInt(args[2]));
        if (args[1].equals("round")) {
            bench.passes(Integer.parseInt(args[3]));
            return;
        }
        Files.createDirectories(bench.folder);
        Trees.delete(bench.data);
        bench.tree.fill();
        var rounds = Integer.parseInt(args[1]);
        for (var round = 1; round <= rounds; round++) {
            if (bench.files == ONCE) {
                bench.others(round);
            }
            bench.bascule(round);
        }
        bench.seen.forEach(
                (what, all) ->
                        System.out.printf("%-32s median %6.3f s of %s%n", what, median(all), all));
        System.out.printf(
                "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Trees.delete(bench.folder);
    }

    private void others(int round) throws Exception {
        var out = folder.resolve("out");
        Trees.delete(out);
        Files.createDirectory(out);
        settle();
        time("cp -a", () -> run(List.of("cp", "-a", data.toString(), out + "/cp"), out));
        settle();
        time("rsync -a", () -> run(List.of("rsync", "-a", data + "/", out + "/rsync/"), out));
        Files.writeString(out.resolve("password"), "x");
        var repository = List.of("restic", "-q", "-r", out + "/restic", "-p", out + "/password");
        run(with(repository, "init"), out);
        settle();
        time("restic backup", () -> run(with(repository, "backup", data.toString()), out));
        tree.change(round);
        settle();
        time("rsync -a, 1 % changed", () -> run(rsync(out), out));
        time("restic, 1 % changed", () -> run(with(repository, "backup", data.toString()), out));
        settle();
        time("cp -a back", () -> run(List.of("cp", "-a", out + "/cp", out + "/back"), out));
        settle();
        time(
                "restic restore",
                () -> run(with(repository, "restore", "latest", "--target", out + "/again"), out));
        Trees.delete(out);
        settle();
    }

    private List<String> rsync(Path out) {
        return List.of("rsync", "-a", "--delete", data + "/", out + "/rsync/");
    }

    private static List<String> with(List<String> begin, String... end) {
        var line = new ArrayList<>(begin);
        line.addAll(List.of(end));
        return line;
    }

    /** In a process of its own, with the options of the command, as an upgrade is. */
    private void bascule(int round) throws Exception {
        var line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FilesBenchmark.class.getName(),
                        folder.toString(),
                        "round",
                        String.valueOf(files / ONCE),
                        String.valueOf(1000 + round));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        said.lines()
                .map(one -> one.split("\t"))
                .forEach(one -> noted(one[0], Double.parseDouble(one[1])));
    }

    private void passes(int seed) throws Exception {
        var copy = folder.resolve("copy");
        Trees.delete(copy);
        var backup = new FileBackup(List.of(data), copy);
        time("bascule, first pass", backup::firstPass);
        time("bascule, proof", () -> backup.prove(bascule.store.Backup.Depth.LIGHT));
        tree.change(seed);
        settle();
        time("bascule, last pass, 1 % changed", backup::lastPass);
        time("bascule, restore", backup::restore);
        Trees.delete(copy);
        settle();
        if (Subvolume.isBtrfs(folder)) {
            snapshots(seed);
        }
        seen.forEach((what, took) -> System.out.println(what + "\t" + took.getFirst()));
        settle();
    }

    private void snapshots(int seed) throws Exception {
        if (!Subvolume.is(data)) { // a restore of a copy leaves a folder
            var plain = Files.move(data, folder.resolve("plain"));
            subvolume();
            run(List.of("cp", "-a", "--reflink=always", plain + "/.", data.toString()), folder);
            Trees.delete(plain);
            settle();
        }
        var copy = folder.resolve("copy");
        var backup = new SnapshotBackup(List.of(data), copy);
        time("bascule, snapshot, first pass", backup::firstPass);
        tree.change(seed);
        time("bascule, snapshot, made ready", backup::makeReady);
        time("bascule, snapshot, last pass", backup::lastPass);
        tree.change(seed);
        settle();
        time("bascule, snapshot, restore", backup::restore);
        new Kept(copy).remove();
    }

    private void subvolume() throws Exception {
        run(List.of("btrfs", "subvolume", "create", data.toString()), folder);
    }

    /** What others wrote before is not to be waited for. */
    private void settle() throws Exception {
        run(List.of("sync", "-f", folder.toString()), folder);
    }

    /** Each with what it wrote forced to disk; Bascule does that by itself. */
    private void run(List<String> command, Path out) throws Exception {
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with code " + process.exitValue());
        }
        if (!command.getFirst().equals("sync")) {
            run(List.of("sync", "-f", out.toString()), out);
        }
    }

    private void time(String what, Work work) throws Exception {
        var began = System.nanoTime();
        work.run();
        noted(what, Math.round((System.nanoTime() - began) / 1e6) / 1e3);
    }

    private void noted(String what, double seconds) {
        seen.computeIfAbsent(what, _ -> new ArrayList<>()).add(seconds);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
