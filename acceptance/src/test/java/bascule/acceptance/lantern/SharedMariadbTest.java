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

/**
 * Upgrades of an application whose database lies among others, by the real command: in the outage
 * only the binary log is read.
 */
@Tag("real")
class SharedMariadbTest {
    /** Written when the copy stands already. */
    private static final String LATE =
            "announce:\n  late: { query: \"INSERT INTO accounts (owner, amount) VALUES ('late', 7)\", store: ledger, undo: nothing }\n";

    private static final String BREAKS = "  breaks: { run: /bin/false, after: ledger }\n";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Ledger ledger;

    @BeforeEach
    void serve() throws Exception {
        ledger = Ledger.sharing(folder, LedgerServer.Mariadb.shared(folder));
    }

    @AfterEach
    void nothing_of_ours_runs_on() throws Exception {
        try {
            assertThat(ledger.ours()).isEmpty();
        } finally {
            ledger.close();
        }
    }

    private Ran upgrade(Map<String, String> env) {
        return ledger.site.bascule(env, "upgrade", "lamp", "--to", "2.0.0", "--yes");
    }

    private String sql(String query) throws Exception {
        return ledger.database.sql(query).strip();
    }

    @Test
    void what_came_late_is_there_after_a_way_back_and_after_the_next_upgrade() throws Exception {
        assertThat(ledger.site.bascule("plan", "lamp", "--to", "2.0.0").said())
                .contains("only what the server's binary log has of it since");
        var scans = sql("SELECT SUM(CRC32(image)) FROM scans");
        ledger.say(BREAKS + LATE);
        var failed = upgrade(Map.of());
        assertThat(failed.code()).as(failed.said()).isEqualTo(10);
        assertThat(ledger.site.ask("/health")).isEqualTo("1.0.0");
        assertThat(sql("SELECT SUM(amount) FROM accounts")).isEqualTo("2001007");
        assertThat(sql("SELECT SUM(CRC32(image)) FROM scans")).isEqualTo(scans);
        ledger.say("");
        var ran = upgrade(Map.of());
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(sql("SELECT SUM(amount) FROM accounts")).isEqualTo("875257");
        assertThat(Files.readString(report())).doesNotContain("dumped whole");
        var proved = ledger.site.bascule("backup", "prove", "lamp", "--full");
        assertThat(proved.code()).as(proved.said()).isZero();
        var back = ledger.site.bascule("rollback", "lamp", "--lose-writes");
        assertThat(back.code()).as(back.said()).isZero();
        assertThat(sql("SELECT SUM(amount) FROM accounts")).isEqualTo("2001007");
    }

    private Path report() throws Exception {
        return ledger.site.journal().resolveSibling("report.md");
    }

    @Test
    void one_killed_after_its_copy_or_in_the_log_goes_on_to_its_end() throws Exception {
        ledger.say(LATE);
        var whole = upgrade(Map.of());
        assertThat(whole.code()).as(whole.said()).isZero();
        assertThat(Files.readString(report())).doesNotContain("dumped");
        var lines =
                new int[] {
                    ledger.line("done", "stage/backup:ledger"),
                    ledger.line("began", "backup/ledger")
                };
        var taken = ledger.site.bascule("rollback", "lamp", "--lose-writes");
        assertThat(taken.code()).as(taken.said()).isZero();
        for (var line : lines) {
            var killed = upgrade(Map.of("BASCULE_KILL_AT", line + ":after:group"));
            assertThat(killed.code()).as(killed.said()).isNotIn(0, 10);
            var resumed = ledger.site.bascule("resume", "lamp");
            assertThat(resumed.code()).as(resumed.said()).isZero();
            assertThat(ledger.site.ask("/health")).isEqualTo("2.0.0");
            assertThat(ledger.ours()).isEmpty();
            var back = ledger.site.bascule("rollback", "lamp", "--lose-writes");
            assertThat(back.code()).as(back.said()).isZero();
        }
        assertThat(sql("SELECT COUNT(*) FROM accounts WHERE owner = 'late'")).isEqualTo("3");
    }
}
