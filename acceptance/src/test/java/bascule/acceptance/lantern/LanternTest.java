package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The real command on a real, small application. */
class LanternTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // each test makes its own
    private Site site;

    private void site(boolean linked) throws IOException {
        site = new Site(folder, linked);
    }

    @AfterEach
    void end() throws IOException {
        site.close();
    }

    private void serves(String release, String rows) throws IOException {
        assertThat(site.ask("/health")).isEqualTo(release);
        assertThat(site.release()).isEqualTo(release);
        assertThat(site.schema()).isEqualTo(release);
        assertThat(site.rows()).isEqualTo(rows);
        assertThat(site.root.resolve("conf/lantern.conf"))
                .content()
                .contains("# ours", "closed=false", "port=" + site.port);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_upgrade_takes_code_and_data_to_the_new_release_and_keeps_the_settings(boolean linked)
            throws IOException {
        site(linked);
        var ran = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isZero();
        serves("2.0.0", Site.ROWS + "migrated to 2.0.0\n");
        assertThat(ran.said()).doesNotContain("s3cret");
        assertThat(site.bascule("status", "lamp").said()).contains("2.0.0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_release_that_nobody_can_sign_in_to_is_taken_back_with_its_data(boolean linked)
            throws IOException {
        site(linked);
        var ran = site.bascule("upgrade", "lamp", "--to", "2.1.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        serves("1.0.0", Site.ROWS);
        assertThat(ran.said()).contains("401").doesNotContain("s3cret");
    }

    @Test
    void a_migration_that_dies_in_the_middle_leaves_nothing_behind() throws IOException {
        site(true);
        var ran = site.bascule("upgrade", "lamp", "--to", "2.2.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        serves("1.0.0", Site.ROWS);
        assertThat(site.data().resolve("half")).doesNotExist();
        assertThat(folder.resolve("releases/2.2.0")).doesNotExist();
    }

    @Test
    void a_paused_run_waits_closed_and_goes_back_when_told() throws IOException {
        site(true);
        var ran =
                site.bascule("upgrade", "lamp", "--to", "2.1.0", "--yes", "--on-failure", "pause");
        assertThat(ran.code()).as(ran.said()).isEqualTo(14);
        var second = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(second.code()).as(second.said()).isIn(11, 13);
        var back = site.bascule("resume", "lamp", "--back");
        assertThat(back.code()).as(back.said()).isEqualTo(10);
        serves("1.0.0", Site.ROWS);
    }

    @Test
    void a_finished_upgrade_is_rolled_back_only_by_who_accepts_the_loss() throws IOException {
        site(true);
        site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        Files.writeString(site.data().resolve("rows"), site.rows() + "written since\n");
        var refused = site.bascule("rollback", "lamp");
        assertThat(refused.code()).as(refused.said()).isIn(2, 11);
        assertThat(site.ask("/health")).isEqualTo("2.0.0");
        var back = site.bascule("rollback", "lamp", "--lose-writes");
        assertThat(back.code()).as(back.said()).isZero();
        serves("1.0.0", Site.ROWS);
    }

    /** Every journal line is killed by {@code LanternKills}; CI takes these. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8, 14, 19, 24, 31})
    void a_run_killed_at_a_line_of_its_journal_ends_whole(int line) throws IOException {
        site(true);
        var whole = LanternKills.killed(site, line, line % 2 == 0);
        assertThat(whole.wrong()).as(whole.row()).isEmpty();
    }

    @Test
    void a_killed_run_keeps_a_second_one_out_until_it_is_resumed() throws IOException {
        site(true);
        site.bascule(
                Map.of("BASCULE_KILL_AT", "20:after:alone"),
                "upgrade",
                "lamp",
                "--to",
                "2.0.0",
                "--yes");
        var second = site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(second.code()).as(second.said()).isIn(11, 13);
        assertThat(second.said()).contains("resume");
        var resumed = site.bascule("resume", "lamp");
        assertThat(resumed.code()).as(resumed.said()).isIn(0, 10);
    }
}
