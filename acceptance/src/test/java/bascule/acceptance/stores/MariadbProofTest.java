package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The backups of a database of every kind of thing, tried before they are needed. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariadbProofTest {
    private @Nullable MariadbShop opened;

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        opened = new MariadbShop(temp);
    }

    @AfterAll
    void stop() {
        shop().close();
    }

    private MariadbShop shop() {
        return Objects.requireNonNull(opened);
    }

    @BeforeEach
    void fill() throws Exception {
        shop().fill();
    }

    @Test
    void a_backup_is_restored_into_a_server_of_its_own_and_compared() throws Exception {
        var before = shop().picture();
        var dump = shop().dump("proved");
        dump.firstPass();
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(dump.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(shop().picture()).isEqualTo(before);
        assertThat(shop().folder().resolve("proved/scratch")).doesNotExist();
        dump.lastPass();
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
    }

    private void all(Proof.Proved proof) {
        assertThat(proof.tables()).isEqualTo(MariadbShop.TABLES);
        assertThat(proof.rows()).isEqualTo(MariadbShop.ROWS);
        assertThat(proof.took()).isPositive();
    }

    /** Where no server can be started: the account {@code mysql} is hidden from us. */
    @Test
    void without_a_server_of_its_own_it_is_tried_in_a_database_of_its_own() throws Exception {
        var programs = Files.createDirectories(shop().folder().resolve("hidden"));
        MariadbShop.lie(programs.resolve("id"), "exit 1");
        var dump = shop().dump("beside", programs.toString());
        dump.firstPass();
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOf(Proof.NotHere.class);
        shop().server()
                .sql("mysql", "GRANT ALL PRIVILEGES ON `bascule\\_proof\\_%`.* TO app@127.0.0.1");
        shop().sql("SET GLOBAL event_scheduler = ON; CREATE TABLE done (x int); DROP EVENT sweep");
        shop().app(
                        "CREATE EVENT sweep ON SCHEDULE EVERY 1 SECOND DO INSERT INTO %s.done VALUES (1)"
                                .formatted(shop().database()));
        shop().sql("SET GLOBAL event_scheduler = OFF");
        dump.firstPass();
        shop().sql("DROP EVENT sweep; TRUNCATE done; SET GLOBAL event_scheduler = ON");
        assertThat(dump.prove(Depth.FULL)).isInstanceOf(Proof.Proved.class);
        assertThat(shop().server().sql("mysql", "SET GLOBAL event_scheduler = OFF; SHOW DATABASES"))
                .doesNotContain("bascule");
        assertThat(shop().sql("SELECT count(*) FROM done")).isEqualTo("0\n");
        shop().server()
                .sql(
                        "mysql",
                        "REVOKE ALL PRIVILEGES ON `bascule\\_proof\\_%`.* FROM app@127.0.0.1");
    }

    @Test
    void a_backup_whose_restore_loses_rows_is_not_proved() throws Exception {
        var dump = shop().dump("loses");
        dump.firstPass();
        var programs = Files.createDirectories(shop().folder().resolve("losing"));
        var lie =
                "[ -p /dev/stdin ] || exec /usr/bin/mariadb \"$@\"\nsed '%s' | /usr/bin/mariadb \"$@\"";
        MariadbShop.lie(programs.resolve("mariadb"), lie.formatted("/anna1999/d"));
        assertThatThrownBy(() -> shop().dump("loses", programs.toString()).prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("people has 2001 rows, not 2002");
        MariadbShop.lie(programs.resolve("mariadb"), lie.formatted("s/anna1999/bella/"));
        assertThat(shop().dump("loses", programs.toString()).prove(Depth.LIGHT))
                .isInstanceOf(Proof.Proved.class);
        assertThatThrownBy(() -> shop().dump("loses", programs.toString()).prove(Depth.FULL))
                .hasMessageContaining("BSC-433");
        MariadbShop.lie(
                programs.resolve("mariadb"),
                lie.formatted("s/50003 TRIGGER stamped/50003 TRIGGER other/"));
        assertThatThrownBy(() -> shop().dump("loses", programs.toString()).prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433");
        assertThat(dump.prove(Depth.FULL)).isInstanceOf(Proof.Proved.class);
    }

    @Test
    void what_the_account_could_not_put_back_is_found_by_the_proof() throws Exception {
        shop().sql("CREATE VIEW theirs AS SELECT id FROM people");
        var before = shop().picture();
        var dump = shop().dump("definers");
        dump.firstPass();
        assertThatThrownBy(() -> dump.prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("root@localhost")
                .hasMessageContaining("SET USER");
        shop().server().sql("mysql", "GRANT SET USER ON *.* TO app@127.0.0.1");
        assertThat(dump.prove(Depth.FULL)).isInstanceOf(Proof.Proved.class);
        dump.lastPass();
        shop().spoil();
        dump.restore();
        assertThat(shop().picture()).isEqualTo(before);
        shop().server().sql("mysql", "REVOKE SET USER ON *.* FROM app@127.0.0.1");
    }

    /** Packets of the real server bound what one row may hold, written as text. */
    @Test
    void a_row_that_the_server_would_not_take_again_is_found_by_the_proof() throws Exception {
        shop().app("INSERT INTO people (name, large) VALUES ('large', repeat('x', 700000))");
        var dump = shop().dump("packet");
        dump.firstPass();
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
        shop().server().sql("mysql", "SET GLOBAL max_allowed_packet = 1048576");
        try {
            assertThatThrownBy(() -> dump.prove(Depth.LIGHT)).hasMessageContaining("BSC-433");
        } finally {
            shop().server().sql("mysql", "SET GLOBAL max_allowed_packet = 16777216");
        }
    }
}
