package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.host.Names;
import bascule.host.Subvolume;
import bascule.problem.Fault;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.store.FileBackup;
import bascule.store.Kept;
import bascule.store.SnapshotBackup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Subvolumes kept as snapshots and put back, on a btrfs of our own. */
@Tag("real")
class SnapshotTest {
    @TempDir private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private Subvolumes btrfs;

    private Path data = Path.of("");
    private Path into = Path.of("");

    @BeforeEach
    void begin() throws Exception {
        btrfs = new Subvolumes(folder, "loop");
        data = btrfs.make(btrfs.at().resolve("srv/data"));
        into = Files.createDirectories(folder.resolve("backups/20260101-1")).resolve("data@1.0");
    }

    @AfterEach
    void end() throws Exception {
        btrfs.close();
    }

    /** For kills: {@code last} or {@code restore}, over and over, until somebody ends it. */
    public static void main(String[] args) {
        var backup = new SnapshotBackup(List.of(Path.of(args[1])), Path.of(args[2]));
        while (true) {
            if (args[0].equals("last")) {
                backup.lastPass();
            } else {
                backup.restore();
            }
            System.out.println("once");
        }
    }

    private SnapshotBackup backup() {
        return new SnapshotBackup(List.of(data), into);
    }

    private SnapshotBackup made() {
        var backup = backup();
        backup.firstPass();
        backup.makeReady();
        backup.lastPass();
        return backup;
    }

    /** The backups may lie where the data are: the snapshots then lie among them. */
    private void sameFileSystem() throws IOException {
        into = Files.createDirectories(btrfs.at().resolve("state/20260101-1")).resolve("data@1.0");
    }

    private void nothingIsLeftBeside() throws IOException {
        try (var all = Files.list(btrfs.at().resolve("srv"))) {
            assertThat(all.filter(path -> path.toString().endsWith(".bascule-restore"))).isEmpty();
        }
    }

    private void oneSnapshot() throws Exception {
        assertThat(btrfs.all()).hasSize(2).contains("srv/data");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void all_comes_back_exactly_and_may_come_back_again(boolean same) throws Exception {
        if (same) {
            sameFileSystem();
        }
        var tree = new DressedTree(data);
        tree.dress();
        Files.writeString(data.resolve("sub/late"), "before");
        var backup = backup();
        assertThat(backup.firstPass().files()).isEqualTo(7);
        assertThat(backup.exists()).isFalse();
        assertThatThrownBy(backup::restore).hasMessageContaining("BSC-431");
        Files.writeString(data.resolve("sub/late"), "after the first pass");
        backup.makeReady();
        backup.lastPass();
        assertThat(backup.exists()).isTrue();
        oneSnapshot();
        var before = tree.picture();
        assertThat(new Kept(into).look()).isEqualTo(new Kept(into).verify());
        assertThat(new Kept(into).roots()).containsExactly(data.toString());
        assertThat(backup.prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
        assertThat(backup.prove(Depth.FULL)).isInstanceOf(Proof.Proved.class);
        for (var again = 0; again < 2; again++) {
            tree.spoil();
            assertThat(tree.picture()).isNotEqualTo(before);
            backup.restore();
            assertThat(tree.picture()).isEqualTo(before);
            nothingIsLeftBeside();
            oneSnapshot();
        }
        Files.writeString(data.resolve("written"), "it can be written to again");
        assertThat(backup.exists()).isTrue();
        new Kept(into).verify();
        new Kept(into).remove();
        assertThat(btrfs.all()).containsExactly("srv/data");
        assertThat(into).doesNotExist();
        assertThat(btrfs.at().resolve("srv").toFile().list()).containsExactly("data");
    }

    @Test
    void a_folder_that_is_gone_or_is_none_any_more_comes_back() throws Exception {
        Files.writeString(data.resolve("file"), "x");
        var backup = made();
        Subvolume.delete(data);
        backup.restore();
        assertThat(data.resolve("file")).hasContent("x");
        Subvolume.delete(data);
        Files.createDirectory(data);
        Files.writeString(data.resolve("other"), "y");
        backup.restore();
        assertThat(data.resolve("file")).hasContent("x");
        assertThat(data.resolve("other")).doesNotExist();
        assertThat(Subvolume.is(data)).isTrue();
        nothingIsLeftBeside();
    }

    @Test
    void a_subvolume_that_is_put_back_from_a_copy_stays_one() throws Exception {
        var tree = new DressedTree(data);
        tree.dress();
        var before = tree.picture();
        var copy = new FileBackup(List.of(data), into);
        copy.firstPass();
        copy.lastPass();
        tree.spoil();
        copy.restore();
        assertThat(tree.picture()).isEqualTo(before);
        assertThat(Subvolume.is(data)).isTrue();
        assertThat(btrfs.all()).containsExactly("srv/data");
        nothingIsLeftBeside();
    }

    @Test
    void a_block_that_the_disk_has_lost_is_found_while_it_serves_and_later() throws Exception {
        var text = "this is what a disk will lose ".repeat(1000);
        Files.writeString(data.resolve("file"), text);
        var backup = made();
        btrfs.rot("this is what a disk will lose ");
        assertThatThrownBy(() -> new Kept(into).verify())
                .hasMessageContaining("BSC-431")
                .hasMessageContaining("Input/output error");
        assertThatThrownBy(() -> backup.prove(Depth.LIGHT)).hasMessageContaining("BSC-431");
        into = into.resolveSibling("data@2.0");
        assertThatThrownBy(() -> backup().firstPass())
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("Input/output error");
    }

    @Test
    void a_snapshot_that_somebody_wrote_to_is_not_put_back() throws Exception {
        Files.writeString(data.resolve("file"), "x");
        made();
        var name =
                btrfs.all().stream().filter(one -> !one.equals("srv/data")).findFirst().orElse("");
        var snapshot = btrfs.at().resolve(name);
        DressedTree.ran(data, "btrfs", "property", "set", "-f", snapshot + "", "ro", "false");
        Files.writeString(snapshot.resolve("file"), "y");
        DressedTree.ran(data, "btrfs", "property", "set", "-f", snapshot + "", "ro", "true");
        DressedTree.ran(data, "sync", "-f", data.toString());
        Files.writeString(data.resolve("new"), "z");
        assertThat(backup().exists()).isFalse();
        assertThatThrownBy(() -> new Kept(into).look()).hasMessageContaining("BSC-431");
        assertThatThrownBy(() -> backup().restore()).hasMessageContaining("BSC-431");
        assertThat(data.resolve("new")).hasContent("z");
        Subvolume.delete(snapshot);
        assertThatThrownBy(() -> new Kept(into).look()).hasMessageContaining("is missing");
    }

    @Test
    void what_no_snapshot_would_hold_ends_a_pass_and_is_not_lost_by_a_restore() throws Exception {
        var backup = made();
        var nested = btrfs.make(data.resolve("nested"));
        Files.writeString(nested.resolve("theirs"), "x");
        for (var pass : List.<Runnable>of(backup::makeReady, backup::lastPass, backup::restore)) {
            assertThatThrownBy(pass::run)
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-472")
                    .hasMessageContaining(nested.toString());
        }
        assertThat(nested.resolve("theirs")).hasContent("x");
        Subvolume.delete(nested);
        backup.restore();
    }

    /** What a power cut may leave, one state after the other. */
    @Test
    void a_crash_between_any_two_of_its_calls_is_found_by_the_next() throws Exception {
        var file = Files.writeString(data.resolve("file"), "old");
        var backup = made();
        var srv = btrfs.at().resolve("srv");
        var place = srv.resolve(".data.bascule-snapshots");
        assertThat(Files.getPosixFilePermissions(place)).hasSize(3);
        var begin = "20260101-1-data@1.0-";
        assertThat(place.resolve(begin + "1")).exists();
        // Taken, and not written down.
        Subvolume.snapshot(data, place.resolve(begin + "3"), true);
        assertThat(backup.exists()).isTrue();
        backup.lastPass();
        oneSnapshot();
        Subvolume.snapshot(data, place.resolve(begin + "7"), true);
        // Another's, whose name begins alike.
        var other = btrfs.make(place.resolve(begin + "7-mine"));
        new Kept(into).remove();
        assertThat(btrfs.all()).hasSize(2).contains("srv/data");
        assertThat(other).exists();
        Subvolume.delete(other);
        made();
        // Made beside, not exchanged; exchanged, and what was there not taken away.
        var beside = srv.resolve(".data.bascule-restore");
        for (var exchanged : List.of(false, true)) {
            Files.writeString(file, "new");
            Subvolume.snapshot(data, beside, false);
            if (exchanged) {
                Names.exchange(beside, data);
            }
            backup.restore();
            assertThat(file).hasContent("old");
            nothingIsLeftBeside();
            oneSnapshot();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"last", "restore"})
    void killed_at_any_instant_it_is_whole_and_nothing_stays_behind(String what) throws Exception {
        var tree = new DressedTree(data);
        tree.dress();
        var backup = made();
        var before = tree.picture();
        var random = new Random(22);
        for (var round = 0; round < 8; round++) {
            if (what.equals("restore")) {
                tree.spoil();
            }
            killed(what, 1 + random.nextInt(3), random.nextInt(2000));
            assertThat(backup.exists()).isTrue();
            new Kept(into).verify();
            if (what.equals("last")) {
                backup.lastPass();
            } else {
                backup.restore();
            }
            assertThat(tree.picture()).isEqualTo(before);
            oneSnapshot();
            nothingIsLeftBeside();
        }
    }

    /** By its own work, not by a clock: after so many rounds, and so many names seen to change. */
    private void killed(String what, int rounds, int looks) throws Exception {
        var line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SnapshotTest.class.getName(),
                        what,
                        data.toString(),
                        into.toString());
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var round = 0; round < rounds; round++) {
                assertThat(said.readLine()).isEqualTo("once");
            }
            for (var look = 0; look < looks; look++) {
                assertThat(process.isAlive()).isTrue();
                btrfs.at().resolve("srv").toFile().list();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static long readBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar:"))
                .mapToLong(line -> Long.parseLong(line.substring(7)))
                .sum();
    }

    @Test
    void a_last_pass_and_a_restore_read_no_more_of_much_than_of_little() throws Exception {
        made().restore(); // with all classes loaded
        var read = new ArrayList<Long>();
        for (var count : List.of(10, 3000)) {
            for (var index = 0; index < count; index++) {
                Files.writeString(data.resolve("file" + count + "-" + index), "x".repeat(10_000));
            }
            var backup = backup();
            assertThat(backup.firstPass().files()).isGreaterThanOrEqualTo(count);
            backup.makeReady();
            var before = readBytes();
            backup.lastPass();
            backup.restore();
            read.add(readBytes() - before);
        }
        assertThat(read.getLast()).isLessThan(read.getFirst() + 10_000);
    }
}
