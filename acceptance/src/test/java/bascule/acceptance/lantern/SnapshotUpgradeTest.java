package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.stores.Subvolumes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Map;

/** Upgrades of an application whose data are a subvolume of btrfs, by the real command. */
@Tag("real")
class SnapshotUpgradeTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Subvolumes btrfs;

    @SuppressWarnings("NullAway.Init")
    private Site site;

    /** What Bascule keeps lies on the file system of the data, or elsewhere. */
    private void serve(boolean same) throws Exception {
        btrfs = new Subvolumes(folder, "loop");
        btrfs.make(btrfs.at().resolve("shared/data"));
        if (!same) {
            Files.createDirectory(folder.resolve("home"));
            Files.createSymbolicLink(btrfs.at().resolve("home"), folder.resolve("home"));
        }
        site = new Site(btrfs.at(), true);
    }

    @AfterEach
    void end() throws Exception {
        var processes = site.processes();
        site.close();
        processes.forEach(process -> process.onExit().join());
        btrfs.close();
    }

    private String done(String... words) {
        var ran = site.bascule(words);
        assertThat(ran.code()).as(ran.said()).isZero();
        return ran.said();
    }

    private void isOld() throws IOException {
        assertThat(site.ask("/health")).isEqualTo("1.0.0");
        assertThat(site.rows()).isEqualTo(Site.ROWS);
        assertThat(site.schema()).isEqualTo("1.0.0");
        assertThat(site.data().resolve("half")).doesNotExist();
        assertThat(btrfs.at().resolve("shared/.data.bascule-restore")).doesNotExist();
    }

    /** How many snapshots there are. */
    private int snapshots() throws Exception {
        return btrfs.all().size() - 1;
    }

    /** The first line of the last run's journal that speaks of a step so. */
    private int line(String kind, String step) throws IOException {
        var lines = Files.readAllLines(site.journal());
        for (var at = 0; at < lines.size(); at++) {
            if (lines.get(at).contains("\"" + kind + "\"")
                    && lines.get(at).contains("\"" + step + "\"")) {
                return at + 1;
            }
        }
        throw new AssertionError("no " + kind + " " + step + " in " + lines);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forward_it_is_kept_as_a_snapshot_that_can_be_read_proved_and_put_back(boolean same)
            throws Exception {
        serve(same);
        var plan = done("plan", "lamp", "--to", "2.0.0");
        assertThat(plan)
                .contains("a snapshot, not a copy", "take a snapshot of data")
                .contains("does not survive it");
        assertThat(done("plan", "lamp", "--to", "2.0.0", "--back"))
                .contains("exchange data for what its snapshot holds");
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(site.schema()).isEqualTo("2.0.0");
        assertThat(snapshots()).isEqualTo(1);
        var report = site.journal().resolveSibling("report.md");
        assertThat(Files.readString(report)).contains("a snapshot, on the disk of the data");
        assertThat(done("backup", "list", "lamp")).contains("1.0.0");
        assertThat(done("backup", "verify", "lamp")).contains("data");
        assertThat(done("backup", "prove", "lamp", "--full")).contains("data restores");
        done("rollback", "lamp", "--lose-writes");
        isOld();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_migration_that_failed_is_taken_back_by_an_exchange(boolean same) throws Exception {
        serve(same);
        var before = Files.getAttribute(btrfs.at().resolve("shared/data"), "unix:dev");
        var ran = site.bascule("upgrade", "lamp", "--to", "2.2.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        assertThat(Files.readString(site.journal())).contains("\"back/restore:data\"");
        isOld();
        assertThat(Files.getAttribute(btrfs.at().resolve("shared/data"), "unix:dev"))
                .isNotEqualTo(before);
        assertThat(snapshots()).as("the backup stays").isEqualTo(1);
        done("backup", "verify", "lamp");
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(site.schema()).isEqualTo("2.0.0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void spoilt_data_are_put_back_from_the_snapshot_and_retention_takes_it_away(boolean same)
            throws Exception {
        serve(same);
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        done("rollback", "lamp", "--lose-writes");
        Files.writeString(site.data().resolve("rows"), "spoilt\n");
        assertThat(done("restore", "lamp", "--yes")).contains("restored; it serves 1.0.0");
        assertThat(site.rows()).isEqualTo(Site.ROWS);
        Files.writeString(
                site.config().resolve("instances/lamp.yaml"),
                "backups: { keep: 1 }\n",
                StandardOpenOption.APPEND);
        assertThat(done("backup", "lamp")).contains("backed up");
        done("backup", "lamp");
        assertThat(snapshots()).isZero();
    }

    /** As many as there are notes of one: none was forgotten. */
    private void everySnapshotIsNoted() throws Exception {
        try (var all = Files.walk(site.state().resolve("backups"))) {
            var notes = 0;
            for (var note : all.filter(path -> path.endsWith("snapshot.json")).toList()) {
                notes += Files.readString(note).contains("\"made\"") ? 1 : 0;
            }
            assertThat(snapshots()).isEqualTo(notes);
        }
    }

    /** Work begun, and work done that the journal does not know of. */
    @Test
    void killed_where_it_matters_it_ends_in_the_old_release() throws Exception {
        serve(false);
        site.bascule("upgrade", "lamp", "--to", "2.2.0", "--yes");
        isOld();
        assertThat(snapshots()).isEqualTo(1);
        var points = new ArrayList<String>();
        for (var step : new String[] {"stage/backup:data", "backup/data", "back/restore:data"}) {
            points.add(line("began", step) + ":after:group");
            points.add(line("done", step) + ":before:group");
        }
        for (var point : points) {
            var killed =
                    site.bascule(
                            Map.of("BASCULE_KILL_AT", point),
                            "upgrade",
                            "lamp",
                            "--to",
                            "2.2.0",
                            "--yes");
            assertThat(killed.code()).as(killed.said()).isNotIn(0, 10);
            var resumed = site.bascule("resume", "lamp");
            assertThat(resumed.code()).as(resumed.said()).isEqualTo(10);
            isOld();
            everySnapshotIsNoted();
        }
    }
}
