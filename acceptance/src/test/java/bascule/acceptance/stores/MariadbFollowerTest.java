package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A server with every kind of thing, followed by its log, ended, and exchanged. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariadbFollowerTest {
    private @Nullable MariadbFollowing opened;

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        opened = new MariadbFollowing(temp);
    }

    @BeforeEach
    void fill() throws Exception {
        following().begin();
    }

    @AfterEach
    void end() throws Exception {
        following().end();
    }

    @AfterAll
    void stop() {
        following().close();
    }

    private MariadbFollowing following() {
        return Objects.requireNonNull(opened);
    }

    @Test
    void it_follows_is_proved_and_the_last_that_was_written_arrives() throws Exception {
        assertThat(following().follower().firstPass().bytes()).isPositive();
        following().write("while visitors are served");
        following()
                .shop()
                .app(
                        """
                        CREATE EVENT made_meanwhile ON SCHEDULE EVERY 1 DAY DO DELETE FROM letters;
                        BEGIN; INSERT INTO people (name) VALUES ('taken back'); ROLLBACK;
                        BEGIN; INSERT INTO letters (who) SELECT id FROM people; ROLLBACK;
                        DELETE FROM people WHERE id = 1999;
                        UPDATE history SET y = 4 WHERE x = 1;
                        CREATE TEMPORARY TABLE passing (x int); INSERT INTO passing VALUES (1);
                        INSERT INTO empty SELECT x FROM passing;
                        SELECT nextval(numbers);
                        """);
        following()
                .shop()
                .server()
                .sql("mysql", "CREATE USER meanwhile@localhost IDENTIFIED BY 'x'");
        for (var depth : Depth.values()) {
            assertThat(following().follower().prove(depth))
                    .isInstanceOfSatisfying(
                            Proof.Proved.class,
                            proof -> {
                                assertThat(proof.tables()).isEqualTo(MariadbShop.TABLES);
                                assertThat(proof.rows()).isGreaterThanOrEqualTo(MariadbShop.ROWS);
                            });
        }
        following().follower().makeReady();
        following().write("the very last");
        var before = following().picture();
        assertThat(following().follower().exists()).isFalse();
        following().follower().lastPass();
        assertThat(following().follower().exists()).isTrue();
        assertThat(following().ours()).isEmpty();
        following().follower().verify();
        assertThat(following().follower().prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
        assertThat(following().ours()).isEmpty();
        following().spoil();
        following().shop().server().sql("mysql", "CREATE USER made_by_the_upgrade@localhost");
        assertThat(following().picture()).isNotEqualTo(before);
        following().restored();
        assertThat(following().picture()).isEqualTo(before).contains("the very last");
        following().write("it can be written again");
        following().follower().restore();
        assertThat(following().shop().picture()).contains("it can be written again");
        following().follower().end();
        assertThat(following().folder().resolve("backup")).doesNotExist();
        assertThat(following().shop().picture()).contains("it can be written again");
    }

    /** Every row that was there when the last pass came is there; nothing is there twice. */
    @Test
    void what_is_written_during_the_first_pass_is_neither_lost_nor_doubled() throws Exception {
        following()
                .shop()
                .app(
                        """
                        CREATE TABLE counted_up (x int AUTO_INCREMENT PRIMARY KEY); CREATE TABLE without (x int) ENGINE=MyISAM;
                        DELIMITER $$
                        CREATE PROCEDURE busy() BEGIN
                          WHILE NOT EXISTS (SELECT 1 FROM empty) DO
                            DO SLEEP(0.001); INSERT INTO counted_up VALUES (NULL); INSERT INTO without VALUES (LAST_INSERT_ID());
                          END WHILE;
                        END $$
                        """);
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = threads.submit(() -> following().shop().app("CALL busy()"));
            try {
                following().follower().firstPass();
                following().follower().prove(Depth.LIGHT);
                assertThatThrownBy(() -> following().follower().lastPass())
                        .hasMessageContaining("BSC-430")
                        .hasMessageContaining("is written to");
            } finally {
                following().shop().app("INSERT INTO empty VALUES (1)");
            }
            busy.get();
        }
        var before = following().picture();
        following().follower().lastPass();
        following().shop().app("DROP TABLE counted_up, without");
        following().restored();
        assertThat(following().picture()).isEqualTo(before);
        assertThat(
                        following()
                                .shop()
                                .app(
                                        "SELECT COUNT(*) > 10, COUNT(*) = COUNT(DISTINCT x) FROM without"))
                .isEqualTo("1\t1\n");
    }

    @Test
    void what_the_server_keeps_beside_its_data_comes_along() throws Exception {
        following().follower().firstPass();
        var key = following().shop().server().data().resolve("server-key.pem");
        Files.writeString(key, "made meanwhile");
        PostgresServer.run("chown", "mysql:mysql", key.toString());
        following().follower().lastPass();
        Files.delete(key);
        following().restored();
        assertThat(key).content().isEqualTo("made meanwhile");
        try (var files = Files.walk(following().shop().server().data())) {
            assertThat(files)
                    .allSatisfy(
                            file -> assertThat(Files.getOwner(file).getName()).isEqualTo("mysql"))
                    .noneMatch(
                            file -> file.toString().matches(".*/(master|relay|xtrabackup)[^/]*"));
        }
    }

    @Test
    void nothing_is_exchanged_while_the_server_runs_or_after_somebody_changed_it()
            throws Exception {
        following().shop().server().stop();
        following().shop().server().start();
        following().follower().firstPass();
        following().follower().lastPass();
        var before = following().picture();
        assertThatThrownBy(() -> following().follower().restore())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-432")
                .hasMessageContaining("must be stopped");
        var table =
                following()
                        .folder()
                        .resolve(
                                "backup/data/%s/letters.ibd"
                                        .formatted(following().shop().database()));
        Files.writeString(table, "x");
        following().shop().server().stop();
        assertThatThrownBy(() -> following().follower().restore())
                .hasMessageContaining("BSC-431")
                .hasMessageContaining("letters.ibd");
        following().shop().server().start();
        assertThat(following().picture()).isEqualTo(before);
    }

    /** What is kept out of the log on purpose is not in the copy: that is seen before it counts. */
    @Test
    void what_was_not_logged_is_found_when_the_copy_is_compared() throws Exception {
        following().follower().firstPass();
        following()
                .shop()
                .sql("SET sql_log_bin = 0; UPDATE people SET name = 'nobody knows' WHERE id = 3");
        assertThatThrownBy(() -> following().follower().lastPass())
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("people");
        assertThat(following().follower().exists()).isFalse();
        following().follower().firstPass();
        following().shop().sql("SET sql_log_bin = 0; DELETE FROM letters WHERE id = 4");
        assertThatThrownBy(() -> following().follower().prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("letters");
    }

    @Test
    void a_server_that_cannot_be_followed_says_why_and_is_left_alone() throws Exception {
        assertThat(following().follower().against()).isEmpty();
        refused(
                "REVOKE REPLICATION SLAVE ON *.* FROM app@127.0.0.1",
                "lacks rights: GRANT REPLICATION SLAVE ON *.* TO 'app'@'127.0.0.1' gives them",
                "GRANT REPLICATION SLAVE ON *.* TO app@127.0.0.1");
        refused(
                "REVOKE EVENT ON %s.* FROM app@127.0.0.1".formatted(following().shop().database()),
                "GRANT EVENT ON `%s`.*".formatted(following().shop().database()),
                "GRANT EVENT ON %s.* TO app@127.0.0.1".formatted(following().shop().database()));
        refused(
                "CREATE DATABASE `an-other`",
                "other databases, too: an@002dother",
                "DROP DATABASE `an-other`");
        refused(
                "CREATE TABLE %s.passing (x int) ENGINE=MEMORY"
                        .formatted(following().shop().database()),
                "table passing is a MEMORY table",
                "DROP TABLE %s.passing".formatted(following().shop().database()));
        refused(
                "CREATE TABLE %s.`quo``te` (x int)".formatted(following().shop().database()),
                "table quo`te has a ` in its name",
                "DROP TABLE %s.`quo``te`".formatted(following().shop().database()));
        refused(
                "SET GLOBAL binlog_format = MIXED",
                "binlog_format is MIXED",
                "SET GLOBAL binlog_format = STATEMENT");
        refused("DO 1", "binlog_format is STATEMENT", "SET GLOBAL binlog_format = ROW");
        var elsewhere = Files.createDirectories(following().folder().resolve("elsewhere"));
        PostgresServer.run("chown", "mysql", elsewhere.toString());
        refused(
                "CREATE TABLE %s.far (x int) DATA DIRECTORY='%s'"
                        .formatted(following().shop().database(), elsewhere),
                "leads out of its data folder",
                "DROP TABLE %s.far".formatted(following().shop().database()));
        following().follower().firstPass();
    }

    private void refused(String made, String because, String unmade) throws Exception {
        following().shop().server().sql("mysql", made);
        assertThatThrownBy(() -> following().follower().firstPass())
                .hasMessageContaining("BSC-430")
                .hasMessageContaining(because);
        assertThat(following().ours()).isEmpty();
        assertThat(following().folder().resolve("backup")).doesNotExist();
        following().shop().server().sql("mysql", unmade);
    }

    @Test
    void a_server_whose_log_is_off_or_leaves_things_out_says_so() throws Exception {
        for (var word : List.of("--binlog-do-db=mysql", "--binlog-ignore-db=x", "--skip-log-bin")) {
            following().shop().server().stop();
            following().shop().server().start(word);
            assertThatThrownBy(() -> following().follower().firstPass())
                    .as(word)
                    .hasMessageContaining("BSC-430")
                    .hasMessageContaining(
                            word.equals("--skip-log-bin")
                                    ? "writes no binary log: log_bin=mysqld-bin"
                                    : "leaves databases out: "
                                            + word.substring(2)
                                                    .replace('-', '_')
                                                    .replace("=", " is "));
        }
        following().shop().server().stop();
        assertThat(following().folder().resolve("backup")).doesNotExist();
    }

    @Test
    void the_password_stands_in_no_command_line_and_in_no_backup() throws Exception {
        var programs = Files.createDirectories(following().folder().resolve("seeing"));
        var seen = following().folder().resolve("seen");
        for (var program : List.of("mariadb", "mariadb-backup")) {
            MariadbShop.lie(
                    programs.resolve(program),
                    """
                    exec 3<&0
                    /usr/bin/%s "$@" <&3 &
                    cat /proc/[0-9]*/cmdline 2>/dev/null >>%s
                    wait $!
                    """
                            .formatted(program, seen));
        }
        PostgresServer.run("touch", seen.toString());
        PostgresServer.run("chmod", "666", seen.toString());
        var follower = following().followed(programs.toString());
        follower.mariadb().firstPass();
        follower.mariadb().lastPass();
        assertThat(Files.readString(seen))
                .contains("--prepare", "--binary-mode", "--skip-networking")
                .doesNotContain(MariadbServer.PASSWORD);
        try (var files = Files.walk(following().folder().resolve("backup"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(
                                new String(
                                        Files.readAllBytes(file),
                                        java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(MariadbServer.PASSWORD);
            }
        }
    }
}
