package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.store.Technique;
import bascule.text.Texts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a survey finds that a database of a shared MariaDB is backed up, and what it says of it. */
@Tag("real")
class MariadbChoiceTest {
    @TempDir private Path folder = Path.of("");

    private static void grow(MariadbShop shop) throws Exception {
        shop.fill();
        shop.app(
                "CREATE TABLE big (id int PRIMARY KEY, v longblob);"
                        + " INSERT INTO big SELECT seq, repeat('x', 1000000) FROM seq_1_to_80;"
                        + " ANALYZE TABLE big");
    }

    private static String why(MariadbShop shop) {
        return shop.stored()
                .choice(Optional.empty())
                .because()
                .map(Texts.in(Locale.ENGLISH)::say)
                .orElse("");
    }

    @Test
    void one_with_a_log_that_may_be_read_goes_by_it_and_says_what_is_missing_else()
            throws Exception {
        try (var shop = new MariadbShop(folder, MariadbServer.followed())) {
            shop.fill();
            assertThat(why(shop))
                    .startsWith("dumped in the outage, because nothing says which service")
                    .contains("GRANT BINLOG MONITOR, REPLICATION SLAVE ON *.* TO");
            shop.server().mayReadTheLog();
            assertThat(why(shop)).contains("dumped in a moment");
            grow(shop);
            assertThat(shop.stored().choice(Optional.empty()).technique())
                    .isEqualTo(new Technique.Logged());
            assertThat(why(shop)).startsWith("dumped while it serves, in the outage only");
            shop.sql("SET GLOBAL binlog_format = MIXED");
            assertThat(why(shop)).contains("binlog_format is MIXED");
            shop.sql("SET GLOBAL binlog_format = ROW; CREATE TABLE fleeting (x int) ENGINE=MEMORY");
            assertThat(why(shop)).contains("fleeting is a MEMORY table");
        }
    }

    @Test
    void one_without_a_log_is_told_what_the_dump_costs_and_what_the_log_would() throws Exception {
        try (var shop = new MariadbShop(folder)) {
            grow(shop);
            assertThat(shop.stored().choice(Optional.empty()).technique())
                    .isEqualTo(new Technique.Copied());
            assertThat(why(shop))
                    .contains("writes no binary log: the outage holds a whole dump of ")
                    .contains("log_bin=mysqld-bin")
                    .contains("one restart of the server, about ");
        }
    }
}
