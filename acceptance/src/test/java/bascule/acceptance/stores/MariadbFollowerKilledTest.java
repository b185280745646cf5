package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.acceptance.stores.FollowerProgram.Cut;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A server, what follows it, and what makes that, killed or away at several points. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariadbFollowerKilledTest {
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
    void a_server_that_restarts_or_crashes_meanwhile_is_followed_again() throws Exception {
        following().follower().firstPass();
        following().shop().server().stop();
        following().shop().server().start();
        following().write("after it stopped");
        following().follower().makeReady();
        following().shop().server().close();
        following().shop().server().start();
        following().write("after it crashed");
        following().follower().makeReady();
        var before = following().picture();
        following().follower().lastPass();
        following().spoil();
        following().restored();
        assertThat(following().picture()).isEqualTo(before).contains("after it crashed");
    }

    /** Without transactions a row may have come twice when it died: it is copied again. */
    @Test
    void a_follower_that_died_goes_on_with_transactions_and_is_made_anew_without()
            throws Exception {
        following().follower().firstPass();
        var first = following().copied();
        following().followed("").kill();
        following().write("while nobody followed");
        following().follower().makeReady();
        assertThat(following().copied()).isNotEqualTo(first);
        following()
                .shop()
                .app("ALTER TABLE aria ENGINE=InnoDB; ALTER TABLE `odd; 'na\"me(` ENGINE=InnoDB");
        following().follower().makeReady();
        var second = following().copied();
        following().followed("").kill();
        following().write("nor then");
        following().follower().makeReady();
        following().followed("").kill();
        following().write("nor in the outage");
        var before = following().picture();
        following().follower().lastPass();
        assertThat(following().copied()).isEqualTo(second);
        following().spoil();
        following().restored();
        assertThat(following().picture())
                .isEqualTo(before)
                .contains("nor then", "nor in the outage");
    }

    @Test
    void one_that_was_away_too_long_is_told_in_the_outage_and_made_anew_before_it()
            throws Exception {
        following()
                .shop()
                .app("ALTER TABLE aria ENGINE=InnoDB; ALTER TABLE `odd; 'na\"me(` ENGINE=InnoDB");
        following().follower().firstPass();
        following().followed("").kill();
        while (!following()
                .shop()
                .sql("SELECT 1 FROM information_schema.processlist WHERE command LIKE 'Binlog%'")
                .isEmpty()) {
            Thread.onSpinWait();
        }
        following().write("in a log that nobody has any more");
        var server = following().shop().server();
        server.sql("mysql", "FLUSH BINARY LOGS");
        // A log goes only when InnoDB has written what it says.
        while (server.sql("mysql", "SHOW BINARY LOGS").contains("bin.000001")) {
            server.sql("mysql", "PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
        }
        following().write("afterwards");
        assertThatThrownBy(() -> following().follower().lastPass())
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("does not follow any more");
        assertThat(following().follower().exists()).isFalse();
        following().follower().makeReady();
        var before = following().picture();
        following().follower().lastPass();
        following().spoil();
        following().restored();
        assertThat(following().picture()).isEqualTo(before);
    }

    @Test
    void a_first_pass_that_was_killed_anywhere_is_forgotten_or_made_anew() throws Exception {
        for (var name : List.of("data/ibdata1", "server/socket", "following.json")) {
            new Cut("firstPass", name, true).apply(following().followed(""));
            following().follower().end();
            assertThat(following().ours()).as(name).isEmpty();
            assertThat(following().folder().resolve("backup")).as(name).doesNotExist();
            new Cut("firstPass", name, true).apply(following().followed(""));
            following().follower().makeReady();
            assertThat(following().ours()).as(name).isNotEmpty();
        }
        following().write("x");
        var before = following().picture();
        following().follower().lastPass();
        following().spoil();
        following().restored();
        assertThat(following().picture()).isEqualTo(before);
    }

    @Test
    void a_last_pass_and_a_restore_that_were_killed_anywhere_are_resumed() throws Exception {
        following().follower().firstPass();
        new Cut("lastPass", "ending.json", true).apply(following().followed(""));
        following().follower().lastPass();
        for (var cut :
                List.of(
                        new Cut("lastPass", "last.json", false),
                        new Cut("lastPass", "server/relay/relay.index", true))) {
            following().write("before " + cut);
            cut.apply(following().followed(""));
            following().follower().lastPass();
            assertThat(following().ours()).as(cut.toString()).isEmpty();
        }
        following().write("in the end");
        following().follower().lastPass();
        var before = following().picture();
        following().spoil();
        following().shop().server().stop();
        new Cut("restore", "ready.json", true).apply(following().followed(""));
        following().follower().restore();
        following().follower().restore();
        following().shop().server().start();
        assertThat(following().picture()).isEqualTo(before).contains("in the end");
        following().follower().end();
        assertThat(following().picture()).isEqualTo(before);
    }
}
