package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.BootedHost;
import bascule.store.Backup;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.store.Technique;
import bascule.text.Texts;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** One database among others: dumped while it serves, the rest from the log, and put back. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariadbLoggedTest {
    private @Nullable MariadbShop opened;
    private int number;

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        opened = new MariadbShop(temp, MariadbServer.followed());
        shop().server().mayReadTheLog();
        shop().server().create("blog");
        shop().server()
                .sql(
                        "blog",
                        "CREATE TABLE posts (id int AUTO_INCREMENT PRIMARY KEY, text varchar(200))");
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
        number++;
        shop().fill();
        shop().app(
                        """
                        CREATE TABLE carts (id int AUTO_INCREMENT PRIMARY KEY, what varchar(100), weight float, at timestamp(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), sum decimal(12,2), twice decimal(12,2) AS (sum * 2) STORED, KEY (what));
                        CREATE TABLE cache (k varchar(50) PRIMARY KEY, v longblob);
                        INSERT INTO carts (what, weight, sum) SELECT concat('what ', seq), seq / 7, seq / 3 FROM seq_1_to_500;
                        INSERT INTO cache SELECT seq, repeat('x', seq) FROM seq_1_to_100;
                        """);
    }

    @AfterEach
    void end() throws Exception {
        backup().end();
        shop().server().sql("mysql", "DROP DATABASE " + shop().database());
    }

    /** Another one each time, as after a crash: it knows only what lies there. */
    private Backup backup() {
        return shop().stored().backup("logged" + number, new Technique.Logged());
    }

    private Path folder() {
        return shop().folder().resolve("logged" + number);
    }

    private String why() {
        return backup().otherwise().map(Texts.in(Locale.ENGLISH)::say).orElse("");
    }

    /** All that visitors do, here and in the databases of others, in every way that a log knows. */
    private void visitors(String name) throws Exception {
        shop().app(
                        """
                        INSERT INTO people (name, likes, bin, day, j, at) VALUES ('%1$s 😀', 'red', x'00ff27', '2026-03-29 02:30:00', '{"a": 1}', ST_GeomFromText('POINT(3 4)'));
                        UPDATE people SET mail = '%1$s', bits = b'1' WHERE id BETWEEN 10 AND 40;
                        DELETE FROM people WHERE id BETWEEN 50 AND 60;
                        BEGIN; INSERT INTO people (name) VALUES ('taken back'); ROLLBACK;
                        BEGIN; INSERT INTO carts (what) VALUES ('%1$s'); SAVEPOINT one; INSERT INTO aria VALUES (1, 'stays'); DELETE FROM carts; ROLLBACK TO one; UPDATE carts SET sum = sum + 1 WHERE id < 9; COMMIT;
                        BEGIN; INSERT INTO carts (what) VALUES ('gone'); INSERT INTO `od``d; 'na"me(` VALUES (98); ROLLBACK;
                        CREATE TEMPORARY TABLE passing (x int); INSERT INTO passing VALUES (7); INSERT INTO empty SELECT x FROM passing; DROP TEMPORARY TABLE passing;
                        UPDATE history SET y = y + 1 WHERE x = 1;
                        INSERT INTO log VALUES ('2026-11-20', '%1$s'); DELETE FROM old; INSERT INTO numbered (y) VALUES (7);
                        SELECT nextval(numbers);
                        /* a remark */ TRUNCATE TABLE cache; INSERT INTO cache VALUES ('%1$s', repeat(x'00ff', 40000));
                        ANALYZE TABLE carts;
                        """
                                .formatted(name));
        shop().sql(
                        """
                        SET SESSION binlog_row_image = MINIMAL;
                        UPDATE people SET name = 'minimal %1$s' WHERE id = 70; UPDATE carts SET weight = weight * 1.1; REPLACE INTO cache VALUES ('%1$s', 'y');
                        """
                                .formatted(name));
        shop().server()
                .sql(
                        "blog",
                        """
                        INSERT INTO %1$s.people (name) VALUES ('from elsewhere %2$s');
                        INSERT INTO posts (text) VALUES ('a secret of theirs');
                        UPDATE posts, %1$s.carts SET posts.text = 'both', carts.what = 'both %2$s' WHERE carts.id = 3;
                        UPDATE %1$s.carts, posts SET posts.text = 'both', carts.what = 'again %2$s' WHERE carts.id = 4;
                        CREATE OR REPLACE TABLE made (x int) SELECT 1 AS x; ALTER TABLE made ADD COLUMN y int; TRUNCATE made; DROP TABLE made;
                        CREATE OR REPLACE USER theirs@localhost IDENTIFIED BY 'x'; GRANT SELECT ON blog.* TO theirs@localhost; GRANT SELECT ON %1$s.* TO theirs@localhost;
                        FLUSH LOGS;
                        INSERT INTO posts (text) VALUES ('a secret of theirs');
                        """
                                .formatted(shop().database(), name));
    }

    @Test
    void what_the_log_has_since_the_dump_is_put_back_to_the_last_row() throws Exception {
        assertThat(backup().firstPass().bytes()).isPositive();
        assertThat(why()).isEmpty();
        visitors("early");
        for (var depth : Depth.values()) {
            assertThat(backup().prove(depth))
                    .isInstanceOfSatisfying(
                            Proof.Proved.class,
                            proof -> assertThat(proof.tables()).isEqualTo(MariadbShop.TABLES + 2));
        }
        assertThat(why()).isEmpty();
        visitors("later");
        backup().makeReady();
        assertThat(why()).isEmpty();
        visitors("late");
        var before = shop().picture();
        assertThat(backup().exists()).isFalse();
        backup().lastPass();
        assertThat(why()).isEmpty();
        assertThat(backup().exists()).isTrue();
        backup().verify();
        assertThat(shop().picture()).isEqualTo(before);
        shop().spoil();
        shop().app("DROP TABLE carts, cache");
        backup().restore();
        assertThat(shop().picture()).isEqualTo(before).contains("minimal late");
        backup().end();
        var left = shop().stored().backup("logged" + number, new Technique.Left());
        left.verify();
        assertThat(left.prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
        shop().spoil();
        left.restore();
        assertThat(shop().picture()).isEqualTo(before);
    }

    @Test
    void nothing_of_others_and_no_password_is_ever_in_the_backup() throws Exception {
        backup().firstPass();
        visitors("now");
        backup().lastPass();
        assertThat(why()).isEmpty();
        try (var files = Files.walk(folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("secret of theirs", MariadbServer.PASSWORD);
            }
        }
    }

    /** What the log cannot tell is no reason to lose a row: it is dumped whole, and says why. */
    @Test
    void whatever_is_in_doubt_is_dumped_whole_in_the_outage() throws Exception {
        var name = shop().database();
        doubt("blog", "CREATE TABLE %s.trap (x int PRIMARY KEY)".formatted(name), "CREATE TABLE");
        doubt("blog", "TRUNCATE %s.carts".formatted(name), "TRUNCATE");
        doubt(name, "ALTER TABLE carts ADD COLUMN later int", "ALTER TABLE carts");
        doubt(name, "RENAME TABLE carts TO trolleys, trolleys TO carts", "RENAME TABLE carts");
        doubt(
                name,
                "SET SESSION binlog_format = STATEMENT; UPDATE carts SET what = 'said' WHERE id = 9",
                "UPDATE carts SET");
        doubt(
                "blog",
                "SET SESSION binlog_format = STATEMENT; INSERT INTO posts (text) VALUES ('x')",
                "event 5");
        doubt(
                name,
                "XA START 'x'; UPDATE carts SET what = 'x' WHERE id = 9; XA END 'x'; XA PREPARE 'x'; XA COMMIT 'x'",
                "XA");
        doubt(
                name,
                "SET sql_log_bin = 0; UPDATE cache SET v = 'nobody knows' WHERE k = '9'",
                "is not what was backed up");
        doubt(name, "SET sql_log_bin = 0; DELETE FROM people WHERE id = 9", "letters has");
        doubt(
                "mysql",
                "FLUSH LOGS; SET GLOBAL innodb_log_checkpoint_now = ON; PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY",
                "is not there any more");
        doubt("mysql", "RESET MASTER", "is not there any more");
    }

    /** How many files its log has, as short as it can be made. */
    private long logs() {
        try {
            shop().server().sql("mysql", "PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
            return shop().server().sql("mysql", "SHOW BINARY LOGS").lines().count();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ended);
        }
    }

    private void doubt(String database, String script, String because) throws Exception {
        shop().app("REPLACE INTO carts (id, what) VALUES (9, 'to be changed')");
        backup().firstPass();
        var made = Files.getLastModifiedTime(folder().resolve("following.json"));
        backup().makeReady();
        assertThat(Files.getLastModifiedTime(folder().resolve("following.json"))).isEqualTo(made);
        assertThat(why()).as(script).isEmpty();
        shop().server().sql(database, script);
        // A file of which InnoDB has not written all yet goes a moment later.
        BootedHost.await(() -> !script.contains("PURGE") || logs() == 1);
        var before = shop().picture();
        backup().lastPass();
        assertThat(why()).as(script).contains("dumped whole").contains(because);
        shop().app("DROP TABLE letters, people, carts");
        backup().restore();
        assertThat(shop().picture()).as(script).isEqualTo(before);
    }

    @Test
    void what_was_defined_before_the_outage_makes_the_copy_anew_while_it_serves() throws Exception {
        backup().firstPass();
        backup().prove(Depth.LIGHT);
        shop().app(
                        "ALTER TABLE carts ADD COLUMN later int; CREATE TABLE more (x int PRIMARY KEY); INSERT INTO more VALUES (1)");
        backup().makeReady();
        assertThat(why()).isEmpty();
        shop().app("INSERT INTO more VALUES (2)");
        var before = shop().picture();
        backup().lastPass();
        assertThat(why()).isEmpty();
        shop().app("DROP TABLE more, carts");
        backup().restore();
        assertThat(shop().picture()).isEqualTo(before);
    }

    @Test
    void a_server_that_was_started_anew_or_a_copy_that_was_killed_is_in_doubt() throws Exception {
        backup().firstPass();
        shop().server().stop();
        shop().server().start();
        backup().lastPass();
        assertThat(why()).contains("started anew");
        backup().firstPass();
        shop().app("UPDATE carts SET what = 'x'");
        backup().makeReady();
        FollowerProgram.kill(folder());
        var before = shop().picture();
        backup().lastPass();
        assertThat(why()).contains("was cut off");
        shop().app("DROP TABLE letters, people");
        backup().restore();
        assertThat(shop().picture()).isEqualTo(before);
        backup().end();
        assertThat(folder().resolve("data")).doesNotExist();
        assertThat(folder().resolve("last")).exists();
    }
}
