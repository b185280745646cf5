package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.acceptance.stores.FollowerProgram.Cut;
import bascule.acceptance.stores.FollowerProgram.Followed;
import bascule.problem.Fault;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.store.PostgresFollower;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A server that serves one application, followed, ended, and exchanged with what followed it. */
@Tag("real")
class PostgresFollowerTest {
    @TempDir private Path folder = Path.of("");
    private @Nullable PostgresServer started;

    @BeforeEach
    void start() throws Exception {
        started = new PostgresServer(folder.resolve("server"));
        server().mayBeFollowed();
        server().create("shop");
        server().sql(
                        "shop",
                        """
                        SET ROLE app;
                        CREATE TABLE people (id bigserial PRIMARY KEY, name text);
                        CREATE TABLE letters (id int PRIMARY KEY, at text);
                        CREATE SEQUENCE unused;
                        INSERT INTO people (name) SELECT 'anna' || i FROM generate_series(1, 5000) i;
                        INSERT INTO letters SELECT i, repeat('x', 500) FROM generate_series(1, 5000) i;
                        SELECT lo_from_bytea(424242, 'a large object');
                        """);
    }

    @AfterEach
    void stop() throws Exception {
        try {
            follower().end();
        } finally {
            if (Files.exists(server().folder().resolve("postmaster.pid"))) {
                server().close();
            }
        }
        assertThat(ours()).isEmpty();
    }

    private PostgresServer server() {
        return Objects.requireNonNull(started);
    }

    /** Another one each time, as after a crash: it knows only what lies there. */
    private PostgresFollower follower() {
        return FollowerProgram.follower(server().port, server().folder(), folder);
    }

    private Followed followed() {
        return new Followed(server().port, server().folder(), folder, "", "");
    }

    private List<String> ours() throws IOException {
        return followed().running();
    }

    private String slots() throws Exception {
        return server().sql("postgres", "SELECT slot_name FROM pg_replication_slots").strip();
    }

    private void write(String name) throws Exception {
        server().sql(
                        "shop",
                        "SET synchronous_commit = off; INSERT INTO people (name) VALUES ('%s')"
                                .formatted(name));
    }

    /** As a failed upgrade leaves it. */
    private void spoil() throws Exception {
        server().sql(
                        "shop",
                        "SET ROLE app; DROP TABLE letters; ALTER TABLE people ADD COLUMN new int;"
                                + " DELETE FROM people WHERE id > 10; SELECT lo_unlink(424242)");
        server().sql("postgres", "CREATE ROLE made_by_the_upgrade");
    }

    private void restored() throws Exception {
        server().stop("fast");
        follower().restore();
        server().start();
    }

    @Test
    void it_follows_is_proved_and_the_last_that_was_written_arrives() throws Exception {
        assertThat(follower().firstPass().bytes()).isPositive();
        write("while visitors are served");
        for (var depth : Depth.values()) {
            assertThat(follower().prove(depth))
                    .isInstanceOfSatisfying(
                            Proof.Proved.class,
                            proof -> {
                                assertThat(proof.tables()).isEqualTo(2);
                                assertThat(proof.rows()).isEqualTo(10_001);
                            });
        }
        follower().makeReady();
        write("the very last");
        var before = server().picture("shop");
        assertThat(follower().exists()).isFalse();
        assertThat(follower().lastPass().bytes()).isBetween(1L, 10L << 20);
        assertThat(follower().exists()).isTrue();
        assertThat(ours()).isEmpty();
        assertThat(slots()).isEmpty();
        follower().verify();
        assertThat(follower().prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
        spoil();
        assertThat(server().picture("shop")).isNotEqualTo(before);
        restored();
        assertThat(server().picture("shop")).isEqualTo(before).contains("the very last");
        assertThat(server().sql("postgres", "SELECT rolname FROM pg_roles"))
                .doesNotContain("made_by_the_upgrade");
        assertThat(server().sql("postgres", "SELECT pg_is_in_recovery()").strip()).isEqualTo("f");
        write("it can be written again");
        follower().restore();
        assertThat(server().picture("shop")).contains("it can be written again");
        follower().end();
        assertThat(folder.resolve("backup")).doesNotExist();
        assertThat(server().picture("shop")).contains("it can be written again");
    }

    @Test
    void what_the_server_was_told_in_its_own_files_comes_along() throws Exception {
        follower().firstPass();
        server().sql("postgres", "ALTER SYSTEM SET work_mem = '7MB'");
        Files.writeString(
                server().folder().resolve("pg_hba.conf"),
                "# edited meanwhile\n",
                java.nio.file.StandardOpenOption.APPEND);
        follower().lastPass();
        server().sql("postgres", "ALTER SYSTEM SET work_mem = '9MB'");
        restored();
        assertThat(server().sql("postgres", "SHOW work_mem").strip()).isEqualTo("7MB");
        assertThat(server().folder().resolve("pg_hba.conf")).content().contains("edited meanwhile");
    }

    @Test
    void what_is_left_of_an_earlier_run_is_proved_and_put_back_and_stays() throws Exception {
        follower().firstPass();
        write("the very last");
        follower().lastPass();
        var before = server().picture("shop");
        spoil();
        var left = FollowerProgram.left(server().port, folder);
        left.restore();
        assertThat(server().picture("shop")).isEqualTo(before);
        for (var depth : Depth.values()) {
            assertThat(left.prove(depth)).extracting("rows").isEqualTo(10_001L);
        }
        assertThat(ours()).isEmpty();
        assertThat(left.verify().bytes()).isPositive();
        try (var files = Files.walk(folder.resolve("backup/data/base"))) {
            Files.delete(
                    files.filter(Files::isRegularFile)
                            .filter(PostgresFollowerTest::counted)
                            .findFirst()
                            .orElseThrow());
        }
        assertThatThrownBy(left::verify).hasMessageContaining("BSC-431");
        assertThatThrownBy(left::restore).hasMessageContaining("BSC-431");
        assertThat(server().picture("shop")).isEqualTo(before);
    }

    private static boolean counted(Path file) {
        return String.valueOf(file.getFileName()).matches("\\d+");
    }

    @Test
    void nothing_is_exchanged_while_the_server_runs() throws Exception {
        follower().firstPass();
        follower().lastPass();
        var before = server().picture("shop");
        assertThatThrownBy(() -> follower().restore())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-432")
                .hasMessageContaining("must be stopped");
        assertThat(server().picture("shop")).isEqualTo(before);
    }

    @Test
    void a_server_that_restarts_or_crashes_meanwhile_is_followed_again() throws Exception {
        follower().firstPass();
        for (var mode : List.of("fast", "immediate")) {
            server().stop(mode);
            server().start();
            write("after it stopped " + mode);
            follower().makeReady();
        }
        var before = server().picture("shop");
        follower().lastPass();
        spoil();
        restored();
        assertThat(server().picture("shop")).isEqualTo(before).contains("stopped immediate");
    }

    @Test
    void a_follower_that_died_is_set_going_before_the_outage_and_in_it() throws Exception {
        follower().firstPass();
        followed().kill();
        write("while nobody followed");
        var copied = Files.getLastModifiedTime(folder.resolve("backup/following.json"));
        follower().makeReady();
        assertThat(Files.getLastModifiedTime(folder.resolve("backup/following.json")))
                .isEqualTo(copied);
        followed().kill();
        write("nor then");
        var before = server().picture("shop");
        follower().lastPass();
        spoil();
        restored();
        assertThat(server().picture("shop")).isEqualTo(before).contains("nor then");
    }

    /** No slot keeps the log for one that is away: the disk of the server cannot fill by that. */
    @Test
    void one_that_was_away_too_long_is_told_in_the_outage_and_made_anew_before_it()
            throws Exception {
        follower().firstPass();
        followed().kill();
        assertThat(slots()).isEmpty();
        for (var round = 0; round < 4; round++) {
            server().sql("shop", "UPDATE letters SET at = at || 'y'");
            server().sql("postgres", "SELECT pg_switch_wal()");
            server().sql("postgres", "CHECKPOINT");
        }
        assertThatThrownBy(() -> follower().lastPass())
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("has already been removed");
        assertThat(follower().exists()).isFalse();
        follower().makeReady();
        var before = server().picture("shop");
        follower().lastPass();
        spoil();
        restored();
        assertThat(server().picture("shop")).isEqualTo(before);
    }

    @Test
    void a_server_that_cannot_be_followed_says_why_and_is_left_alone() throws Exception {
        assertThat(follower().against()).isEmpty();
        refused("ALTER ROLE app NOREPLICATION", "may not replicate", "ALTER ROLE app REPLICATION");
        refused(
                "REVOKE pg_read_all_settings FROM app",
                "may not read where the data are",
                "GRANT pg_read_all_settings TO app");
        refused(
                "CREATE DATABASE another",
                "other databases, too: another",
                "DROP DATABASE another");
        refused(
                "SELECT pg_create_physical_replication_slot('theirs')",
                "other servers follow it",
                "SELECT pg_drop_replication_slot('theirs')");
        server().sql("shop", "CREATE UNLOGGED TABLE passing (id int)");
        refused("SELECT 1", "table passing is unlogged", "SELECT 2");
        server().sql("shop", "DROP TABLE passing");
        follower().firstPass();
    }

    private void refused(String made, String because, String unmade) throws Exception {
        server().sql("postgres", made);
        assertThatThrownBy(() -> follower().firstPass())
                .hasMessageContaining("BSC-430")
                .hasMessageContaining(because);
        assertThat(ours()).isEmpty();
        assertThat(folder.resolve("backup")).doesNotExist();
        server().sql("postgres", unmade);
    }

    @Test
    void a_first_pass_that_was_killed_anywhere_is_forgotten_or_made_anew() throws Exception {
        for (var name :
                List.of(
                        "data/PG_VERSION",
                        "data/pg_wal/archive_status",
                        "data/standby.signal",
                        "server/socket",
                        "data/postmaster.pid",
                        "following.json")) {
            new Cut("firstPass", name, true).apply(followed());
            follower().end();
            assertThat(ours()).as(name).isEmpty();
            assertThat(slots()).as(name).isEmpty();
            assertThat(folder.resolve("backup")).as(name).doesNotExist();
            new Cut("firstPass", name, true).apply(followed());
            follower().makeReady();
            assertThat(ours()).as(name).isNotEmpty();
        }
        write("x");
        var before = server().picture("shop");
        follower().lastPass();
        spoil();
        restored();
        assertThat(server().picture("shop")).isEqualTo(before);
    }

    @Test
    void a_last_pass_and_a_restore_that_were_killed_anywhere_are_resumed() throws Exception {
        for (var cut :
                List.of(
                        new Cut("lastPass", "data/postmaster.pid", false),
                        new Cut("lastPass", "server/socket", false),
                        new Cut("lastPass", "last.json", true))) {
            follower().end();
            if (follower().exists()) {
                Files.delete(folder.resolve("backup/last.json"));
            }
            follower().makeReady();
            write("before " + cut);
            cut.apply(followed());
            follower().lastPass();
            assertThat(ours()).as(cut.toString()).isEmpty();
            assertThat(slots()).as(cut.toString()).isEmpty();
        }
        var before = server().picture("shop");
        spoil();
        server().stop("fast");
        for (var cut :
                List.of(
                        new Cut("restore", "server/socket", true),
                        new Cut("restore", "data/postmaster.pid", true),
                        new Cut("restore", "data/standby.signal", false),
                        new Cut("restore", "data/postmaster.pid", false),
                        new Cut("restore", "ready.json", true))) {
            cut.apply(followed());
        }
        follower().restore();
        follower().restore();
        server().start();
        assertThat(server().picture("shop")).isEqualTo(before);
        follower().end();
        assertThat(ours()).isEmpty();
        assertThat(server().picture("shop")).isEqualTo(before);
    }
}
