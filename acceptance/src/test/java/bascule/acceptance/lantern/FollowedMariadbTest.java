package bascule.acceptance.lantern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** Upgrades of an application whose MariaDB is followed, by the real command. */
@Tag("real")
class FollowedMariadbTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Ledger ledger;

    @BeforeEach
    void serve() throws Exception {
        ledger = new Ledger(folder, LedgerServer.Mariadb.in(folder));
    }

    @AfterEach
    void nothing_of_ours_runs_on() throws Exception {
        try {
            assertThat(ledger.ours()).isEmpty();
        } finally {
            ledger.close();
        }
    }

    /** First one that fails and is taken back by the exchange, then one that comes to its end. */
    @Test
    void one_is_taken_back_row_by_row_and_the_next_comes_through() throws Exception {
        var before = ledger.accounts();
        var place = Files.getAttribute(ledger.database.data(), "unix:ino");
        assertThat(ledger.site.bascule("plan", "lamp", "--to", "2.0.0").said())
                .contains("followed, not dumped")
                .contains("service database runs it");
        ledger.say("  breaks: { run: /bin/false, after: ledger }\n");
        var failed = ledger.site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(failed.code()).as(failed.said()).isEqualTo(10);
        assertThat(ledger.site.ask("/health")).isEqualTo("1.0.0");
        assertThat(ledger.accounts()).isEqualTo(before);
        assertThat(Files.getAttribute(ledger.database.data(), "unix:ino")).isNotEqualTo(place);
        assertThat(ledger.ours()).isEmpty();
        ledger.say("");
        var ran = ledger.site.bascule("upgrade", "lamp", "--to", "2.0.0", "--yes");
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(ledger.site.ask("/health")).isEqualTo("2.0.0");
        assertThat(ledger.database.sql("SELECT SUM(amount) FROM accounts").strip())
                .isEqualTo("875250");
        var proved = ledger.site.bascule("backup", "prove", "lamp", "--full");
        assertThat(proved.code()).as(proved.said()).isZero();
        var back = ledger.site.bascule("rollback", "lamp", "--lose-writes");
        assertThat(back.code()).as(back.said()).isZero();
        assertThat(ledger.accounts()).isEqualTo(before);
    }
}
