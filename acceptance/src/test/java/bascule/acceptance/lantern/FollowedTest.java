package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.Ran;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Upgrades of an application whose PostgreSQL is followed, by the real command. */
@Tag("real")
class FollowedTest {
    private static final String BREAKS = "  breaks: { run: /bin/false, after: ledger }\n";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Ledger ledger;

    private String before = "";

    @BeforeEach
    void serve() throws Exception {
        ledger = new Ledger(folder, LedgerServer.Postgres.in(folder));
        before = ledger.accounts();
    }

    @AfterEach
    void nothing_of_ours_runs_on() throws Exception {
        try {
            assertThat(ledger.ours()).isEmpty();
            assertThat(ledger.slots()).isEqualTo("0");
        } finally {
            ledger.close();
        }
    }

    private Ran upgrade(Map<String, String> env) {
        return ledger.site.bascule(env, "upgrade", "lamp", "--to", "2.0.0", "--yes");
    }

    private void isOld() throws Exception {
        assertThat(ledger.site.ask("/health")).isEqualTo("1.0.0");
        assertThat(ledger.site.rows()).isEqualTo(Site.ROWS);
        assertThat(ledger.accounts()).isEqualTo(before);
    }

    private void isNew() throws Exception {
        assertThat(ledger.site.ask("/health")).isEqualTo("2.0.0");
        assertThat(ledger.database.sql("SELECT sum(amount) FROM accounts").strip())
                .isEqualTo("875250");
    }

    @Test
    void forward_it_is_followed_and_what_is_kept_can_be_read_proved_and_put_back()
            throws Exception {
        assertThat(ledger.site.bascule("plan", "lamp", "--to", "2.0.0").said())
                .contains("followed, not dumped")
                .contains("service database runs it");
        var staged =
                ledger.site.bascule("upgrade", "lamp", "--to", "2.0.0", "--only", "stage", "--yes");
        assertThat(staged.code()).as(staged.said()).isZero();
        assertThat(ledger.ours()).isEmpty();
        isOld();
        var ran = upgrade(Map.of());
        assertThat(ran.code()).as(ran.said()).isZero();
        isNew();
        assertThat(ledger.ours()).isEmpty();
        var verified = ledger.site.bascule("backup", "verify", "lamp");
        assertThat(verified.code()).as(verified.said()).isZero();
        var proved = ledger.site.bascule("backup", "prove", "lamp", "--full");
        assertThat(proved.code()).as(proved.said()).isZero();
        assertThat(ledger.ours()).isEmpty();
        var back = ledger.site.bascule("rollback", "lamp", "--lose-writes");
        assertThat(back.code()).as(back.said()).isZero();
        isOld();
        try (var left = Files.walk(ledger.site.state().resolve("backups"))) {
            assertThat(left.filter(path -> path.endsWith("ledger@1.0.0"))).isEmpty();
        }
    }

    @Test
    void a_migration_that_failed_is_taken_back_row_by_row_by_an_exchange() throws Exception {
        ledger.say(BREAKS);
        var folderBefore = Files.getAttribute(ledger.database.data(), "unix:ino");
        var ran = upgrade(Map.of());
        assertThat(ran.code()).as(ran.said()).isEqualTo(10);
        assertThat(Files.readString(ledger.site.journal()))
                .contains("\"migrate/ledger\"")
                .contains("\"back/restore:ledger\"");
        isOld();
        assertThat(Files.getAttribute(ledger.database.data(), "unix:ino"))
                .isNotEqualTo(folderBefore);
        assertThat(ran.said()).contains("that backup is used up");
        // Nothing is left of the copy: it is what serves now.
        assertThat(ledger.site.state().resolve("backups")).isEmptyDirectory();
        ledger.say("");
        var again = upgrade(Map.of());
        assertThat(again.code()).as(again.said()).isZero();
        isNew();
    }

    @Test
    void one_killed_while_it_follows_goes_on_or_goes_back_and_leaves_no_server() throws Exception {
        ledger.say(BREAKS);
        upgrade(Map.of());
        var follows = ledger.line("done", "stage/backup:ledger");
        ledger.say("");
        var killed = upgrade(Map.of("BASCULE_KILL_AT", follows + ":after:group"));
        assertThat(killed.code()).as(killed.said()).isNotIn(0, 10);
        assertThat(ledger.ours()).isNotEmpty();
        var resumed = ledger.site.bascule("resume", "lamp");
        assertThat(resumed.code()).as(resumed.said()).isZero();
        isNew();
    }

    @Test
    void one_killed_in_the_restore_ends_in_the_old_release() throws Exception {
        ledger.say(BREAKS);
        upgrade(Map.of());
        for (var step : new String[] {"back/stop:database", "back/restore:ledger"}) {
            var at = ledger.line("began", step);
            var killed = upgrade(Map.of("BASCULE_KILL_AT", at + ":after:group"));
            assertThat(killed.code()).as(killed.said()).isNotIn(0, 10);
            var resumed = ledger.site.bascule("resume", "lamp");
            assertThat(resumed.code()).as(resumed.said()).isEqualTo(10);
            isOld();
            assertThat(ledger.ours()).isEmpty();
        }
    }
}
