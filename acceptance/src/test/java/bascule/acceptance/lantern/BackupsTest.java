package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Backups made, listed, read again, shown to restore, put back and let go by the real command. */
class BackupsTest {
    private static final String SPOILED = "spoiled by hand\n";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Site site;

    @BeforeEach
    void install() throws IOException {
        site = new Site(folder, true);
    }

    @AfterEach
    void end() throws IOException {
        site.close();
    }

    private String done(String... words) {
        var ran = site.bascule(words);
        assertThat(ran.code()).as(ran.said()).isZero();
        return ran.said();
    }

    private void refused(int code, String problem, String... words) {
        var ran = site.bascule(words);
        assertThat(ran.code()).as(ran.said()).isEqualTo(code);
        assertThat(ran.said()).contains("error[" + problem + "]", "why:", "now:", "next:");
    }

    /** The runs that left a backup, the oldest first. */
    private List<String> backups() throws IOException {
        try (var all = Files.list(site.state().resolve("backups"))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    /** The copy of the rows in a backup. */
    private Path copied(String backup) throws IOException {
        try (var all = Files.walk(site.state().resolve("backups").resolve(backup))) {
            return all.filter(each -> each.endsWith("rows")).findFirst().orElseThrow();
        }
    }

    private void spoil() throws IOException {
        Files.writeString(site.data().resolve("rows"), SPOILED);
    }

    private void serves(String rows) throws IOException {
        assertThat(site.ask("/health")).isEqualTo("1.0.0");
        assertThat(site.ask("/rows")).isEqualTo(rows);
        assertThat(site.rows()).isEqualTo(rows);
        assertThat(site.root.resolve("conf/lantern.conf")).content().contains("closed=false");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_backup_is_made_listed_read_again_and_shown_to_restore(boolean closed)
            throws IOException {
        var began = site.ask("/health");
        var said = closed ? done("backup", "lamp", "--closed") : done("backup", "lamp");
        assertThat(said.contains("visitors are kept out")).as(said).isEqualTo(closed);
        assertThat(said).contains("backed up; it serves " + began).doesNotContain("s3cret");
        var id = backups().getFirst();
        assertThat(done("backup", "list", "lamp"))
                .contains(id, "1.0.0", closed ? "backup, closed" : "backup, serving")
                .contains("data ", "among the last 3");
        assertThat(done("backup", "verify", "lamp")).contains(id, "data", "as they were written");
        assertThat(done("backup", "prove", "lamp", "--full")).contains(id, "data restores");
        assertThat(done("backup", "list", "lamp", "--json"))
                .contains("\"backup\":\"" + id, "\"whole\":true", "\"restore-seconds\":");
        assertThat(done("runs", "lamp")).contains("backed up", "shown to restore");
        assertThat(done("status", "lamp")).contains("1.0.0").doesNotContain("resume");
        serves(Site.ROWS);
    }

    @Test
    void spoiled_data_are_put_back_and_what_was_there_is_kept() throws IOException {
        done("backup", "lamp");
        var good = backups().getFirst();
        spoil();
        refused(2, "BSC-506", "restore", "lamp");
        assertThat(site.rows()).isEqualTo(SPOILED);
        var said = done("restore", "lamp", "--yes");
        assertThat(said).contains("restored; it serves 1.0.0");
        serves(Site.ROWS);
        assertThat(backups()).hasSize(2).contains(good);
        assertThat(copied(backups().getLast())).hasContent(SPOILED.strip());
        done("restore", "lamp", backups().getLast(), "--yes");
        serves(SPOILED);
    }

    @Test
    void a_restore_that_does_not_serve_afterwards_brings_back_what_was_there() throws IOException {
        done("backup", "lamp", "--closed");
        // Only what was written since verifies: what the backup has does not.
        var recipe = site.config().resolve("recipes/lantern/recipe.yaml");
        Files.writeString(site.data().resolve("rows"), site.rows() + "since\n");
        Files.writeString(
                recipe,
                Files.readString(recipe)
                        .replace(
                                "  sign-in:\n    limit: 5s",
                                "  since: { http: { get: \"http://127.0.0.1:${port}/rows\","
                                        + " match: since }, limit: 3s }\n  sign-in:\n    limit: 5s"));
        var ran = site.bascule("restore", "lamp", "--yes");
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        assertThat(ran.said()).contains("now:", "data that it had before");
        serves(Site.ROWS + "since\n");
    }

    @Test
    void a_backup_of_another_release_is_not_put_under_this_one() throws IOException {
        done("backup", "lamp");
        var old = backups().getFirst();
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        refused(11, "BSC-318", "restore", "lamp", old, "--yes");
        var upgrade = backups().getLast();
        var ran = site.bascule("restore", "lamp", upgrade, "--yes");
        assertThat(ran.said()).contains("BSC-318", "bascule rollback lamp");
        assertThat(site.ask("/health")).isEqualTo("2.0.0");
    }

    @Test
    void a_rollback_is_about_the_upgrade_whatever_was_backed_up_since() throws IOException {
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        done("backup", "lamp");
        done("rollback", "lamp", "--lose-writes");
        serves(Site.ROWS);
        assertThat(done("status", "lamp")).contains("1.0.0", "rolled back");
        done("backup", "lamp");
    }

    @Test
    void a_rollback_that_is_killed_after_backups_keeps_others_out_until_it_is_resumed()
            throws IOException {
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        var lines = Files.readAllLines(site.journal()).size();
        done("backup", "lamp");
        var killed =
                site.bascule(
                        Map.of("BASCULE_KILL_AT", (lines + 5) + ":after:alone"),
                        "rollback",
                        "lamp",
                        "--lose-writes");
        assertThat(killed.code()).as(killed.said()).isEqualTo(137);
        refused(13, "BSC-306", "backup", "lamp");
        assertThat(done("status", "lamp")).contains("resume");
        var resumed = site.bascule("resume", "lamp");
        assertThat(resumed.code()).as(resumed.said()).isEqualTo(10);
        serves(Site.ROWS);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 11, 14, 20})
    void a_restore_killed_at_a_line_of_its_journal_ends_whole(int line) throws IOException {
        done("backup", "lamp");
        spoil();
        var killed =
                site.bascule(
                        Map.of("BASCULE_KILL_AT", line + ":after:alone"),
                        "restore",
                        "lamp",
                        "--yes");
        assertThat(killed.code()).as(killed.said()).isEqualTo(137);
        refused(13, "BSC-306", "backup", "lamp");
        var resumed = site.bascule("resume", "lamp");
        assertThat(resumed.code()).as(resumed.said()).isIn(0, 10);
        serves(resumed.code() == 0 ? Site.ROWS : SPOILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void a_backup_killed_at_a_line_of_its_journal_is_finished_or_none(int line) throws IOException {
        var killed =
                site.bascule(Map.of("BASCULE_KILL_AT", line + ":after:alone"), "backup", "lamp");
        assertThat(killed.code()).as(killed.said()).isEqualTo(137);
        serves(Site.ROWS);
        refused(11, "BSC-319", "restore", "lamp", "--yes");
        done("resume", "lamp");
        done("backup", "verify", "lamp");
        serves(Site.ROWS);
    }

    @Test
    void a_backup_that_is_given_up_leaves_nothing_behind() throws IOException {
        var killed = site.bascule(Map.of("BASCULE_KILL_AT", "3:after:alone"), "backup", "lamp");
        assertThat(killed.code()).as(killed.said()).isEqualTo(137);
        var back = site.bascule("resume", "lamp", "--back");
        assertThat(back.code()).as(back.said()).isEqualTo(10);
        assertThat(back.said()).contains("failed, no whole backup was made; it serves 1.0.0");
        assertThat(done("backup", "list", "lamp")).contains("there is no backup of lamp");
        serves(Site.ROWS);
    }

    @Test
    void what_is_too_broken_to_be_copied_is_replaced_without_a_copy() throws IOException {
        done("backup", "lamp");
        spoil();
        done("restore", "lamp", "--no-copy", "--yes");
        serves(Site.ROWS);
        assertThat(backups()).hasSize(1);
    }

    @Test
    void backups_beyond_those_that_are_kept_go_the_oldest_first() throws IOException {
        var instance = site.config().resolve("instances/lamp.yaml");
        Files.writeString(instance, "backups: { keep: 2 }\n", StandardOpenOption.APPEND);
        done("backup", "lamp");
        done("backup", "lamp");
        var both = backups();
        var theirs = Files.createDirectories(site.state().resolve("backups/mine"));
        Files.writeString(theirs.resolve("file"), "mine");
        Files.delete(copied(both.getLast()));
        refused(11, "BSC-317", "restore", "lamp", both.getLast(), "--yes");
        refused(11, "BSC-317", "backup", "verify", "lamp", both.getLast());
        assertThat(done("backup", "list", "lamp")).contains("is no good backup", "is missing");
        done("backup", "lamp");
        assertThat(backups()).as("a damaged one takes nobody's place").containsAll(both);
        done("backup", "lamp");
        assertThat(backups()).doesNotContainAnyElementsOf(both).hasSize(3).contains("mine");
        assertThat(theirs.resolve("file")).hasContent("mine");
    }

    @Test
    void the_way_back_of_an_upgrade_stays_as_long_as_its_old_release() throws IOException {
        var instance = site.config().resolve("instances/lamp.yaml");
        Files.writeString(instance, "backups: { keep: 1 }\n", StandardOpenOption.APPEND);
        done("upgrade", "lamp", "--to", "2.0.0", "--yes");
        var upgrade = backups().getFirst();
        done("backup", "lamp");
        done("backup", "lamp");
        assertThat(backups()).hasSize(2).contains(upgrade);
        bascule.store.Trees.delete(folder.resolve("releases/1.0.0"));
        done("backup", "lamp");
        assertThat(backups()).hasSize(1).doesNotContain(upgrade);
    }

    @Test
    void what_is_mistyped_is_told_with_what_was_meant() throws IOException {
        refused(11, "BSC-319", "restore", "lamp", "--yes");
        done("backup", "lamp");
        var id = backups().getFirst();
        var near = id.substring(0, id.length() - 1) + "x";
        var ran = site.bascule("restore", "lamp", near, "--yes");
        assertThat(ran.code()).as(ran.said()).isEqualTo(2);
        assertThat(ran.said()).contains("BSC-520", "perhaps: " + id);
        refused(2, "BSC-502", "backup");
        refused(2, "BSC-241", "backup", "lapm");
        refused(2, "BSC-505", "backup", "list", "lapm");
        refused(2, "BSC-505", "restore", "lapm");
        serves(Site.ROWS);
    }
}
