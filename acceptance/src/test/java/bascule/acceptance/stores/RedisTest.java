package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;
import bascule.store.Backup;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keys of every kind, dumped, spoilt, and put back while the server runs. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTest {
    private static final String OURS = "3";

    private @Nullable RedisOfOurOwn started;
    private Path folder = Path.of("");

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        folder = temp;
        started = new RedisOfOurOwn(temp.resolve("server"), "--enable-debug-command", "local");
    }

    @AfterAll
    void stop() throws Exception {
        server().close();
    }

    private RedisOfOurOwn server() {
        return Objects.requireNonNull(started);
    }

    @BeforeEach
    void fill() throws Exception {
        server().ask("FLUSHALL");
        server().ask("SET", "theirs", "stays");
        server().ask("-n", "5", "RPUSH", "their queue", "a", "b");
        ours(
                """
                for i = 1, 3000 do redis.call('SET', 'page:' .. i, 'text ' .. i) end
                for i = 1, 2000 do redis.call('SADD', 'tags', 'tag' .. i) redis.call('HSET', 'book', 'f' .. i, i) redis.call('ZADD', 'ranks', i / 7, 'r' .. i) end
                for i = 1, 9000 do redis.call('RPUSH', 'queue', 'job ' .. i) end
                redis.call('SADD', 'numbers', 1, 2, 3)
                redis.call('HSET', 'small', 'a', 'b')
                redis.call('SET', 'any\\0bytes\\r\\n\\255', '\\0\\r\\n\\255')
                redis.call('SET', 'counter', 41)
                redis.call('SETBIT', 'bits', 70000, 1)
                redis.call('PFADD', 'visitors', 'a', 'b')
                redis.call('GEOADD', 'places', 2.35, 48.85, 'Paris')
                redis.call('XADD', 'stream', '1-1', 'k', 'v')
                redis.call('XADD', 'stream', '2-1', 'k', 'w')
                redis.call('XGROUP', 'CREATE', 'stream', 'workers', '1-1')
                redis.call('XREADGROUP', 'GROUP', 'workers', 'anna', 'STREAMS', 'stream', '>')
                redis.call('SET', 'session', 'in a month', 'PXAT', 4102444800000)
                """);
    }

    private void ours(String script) throws Exception {
        var file = Files.writeString(folder.resolve("fill.lua"), script);
        server().ask("-n", OURS, "--eval", file.toString());
    }

    /** Every key with its contents, and when it expires. */
    private String picture(String database) throws Exception {
        var script =
                Files.writeString(
                        folder.resolve("picture.lua"),
                        """
                        local all = redis.call('KEYS', '*')
                        table.sort(all)
                        for at, key in ipairs(all) do
                            all[at] = key .. ' ' .. redis.call('PEXPIRETIME', key)
                        end
                        return redis.sha1hex(table.concat(all, '|')) .. ' ' .. #all
                        """);
        var keys = server().ask("-n", database, "--eval", script.toString());
        var values = server().ask("-n", database, "--eval", values().toString());
        return keys + "\n" + values;
    }

    private Path values() throws Exception {
        return Files.writeString(
                folder.resolve("values.lua"),
                """
                local all = redis.call('KEYS', '*')
                table.sort(all)
                for at, key in ipairs(all) do
                    local kind = redis.call('TYPE', key).ok
                    local held
                    if kind == 'set' then held = redis.call('SMEMBERS', key) table.sort(held)
                    elseif kind == 'hash' then
                        held = redis.call('HKEYS', key) table.sort(held)
                        for i, field in ipairs(held) do held[i] = field .. '=' .. redis.call('HGET', key, field) end
                    elseif kind == 'stream' then held = { cjson.encode(redis.call('XRANGE', key, '-', '+')), cjson.encode(redis.call('XINFO', 'GROUPS', key)) }
                    else held = { redis.call('DUMP', key) } end
                    all[at] = redis.sha1hex(table.concat(held, '|'))
                end
                return redis.sha1hex(table.concat(all))
                """);
    }

    private Backup backup(String name) {
        return backup(name, "");
    }

    private Backup backup(String name, String first) {
        return backup(server(), name, first);
    }

    private Backup backup(RedisOfOurOwn at, String name, String first) {
        var to = "redis://:%s@127.0.0.1:%d/%s".formatted(RedisOfOurOwn.PASSWORD, at.port, OURS);
        return new Stored(folder, "redis", Map.of("url", to), Duration.ofMinutes(1))
                .backup(name, first);
    }

    /** As a failed upgrade leaves it. */
    private void spoil() throws Exception {
        ours(
                """
                redis.call('DEL', 'queue', 'stream', 'session')
                redis.call('SET', 'made by the upgrade', 1)
                redis.call('HSET', 'book', 'f1', 'other')
                redis.call('PERSIST', 'tags')
                redis.call('RENAME', 'page:1', 'site:1')
                """);
    }

    @Test
    void what_is_put_back_is_what_was_there_and_others_are_left_alone() throws Exception {
        var before = picture(OURS);
        var backup = backup("whole");
        assertThat(backup.lastPass().files()).isEqualTo(2);
        backup.verify();
        spoil();
        server().ask("-n", "5", "RPUSH", "their queue", "written since");
        var theirs = picture("0") + picture("5");
        assertThat(picture(OURS)).isNotEqualTo(before);
        backup.restore();
        assertThat(picture(OURS)).isEqualTo(before);
        assertThat(server().ask("-n", OURS, "PEXPIRETIME", "session")).isEqualTo("4102444800000");
        spoil();
        backup.restore();
        assertThat(picture(OURS)).isEqualTo(before);
        assertThat(picture("0") + picture("5")).isEqualTo(theirs);
        assertThat(server().ask("-n", "5", "LLEN", "their queue")).isEqualTo("3");
    }

    @Test
    void an_empty_database_is_put_back_empty() throws Exception {
        server().ask("-n", OURS, "FLUSHDB");
        var backup = backup("empty");
        backup.lastPass();
        fill();
        backup.restore();
        assertThat(server().ask("-n", OURS, "DBSIZE")).isEqualTo("0");
        assertThat(server().ask("GET", "theirs")).isEqualTo("stays");
    }

    @Test
    void a_backup_is_loaded_into_a_server_of_its_own_and_compared() throws Exception {
        var before = picture(OURS);
        var backup = backup("proved");
        backup.firstPass();
        assertThat(backup.prove(Depth.LIGHT)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(backup.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(picture(OURS)).isEqualTo(before);
        assertThat(folder.resolve("proved/scratch")).doesNotExist();
        assertThat(folder.resolve("proved/reading")).doesNotExist();
    }

    private void all(Proof.Proved proof) {
        assertThat(proof.tables()).isEqualTo(6);
        assertThat(proof.rows()).isEqualTo(3013);
    }

    /** A server of Redis 6 does not tell the instant at which a key expires. */
    @Test
    void with_the_programs_of_an_older_redis_it_is_proved_as_well() throws Exception {
        var programs =
                Stored.lie(
                        folder.resolve("older"),
                        "redis-server",
                        "exec /usr/bin/redis-server \"$@\" --rename-command PEXPIRETIME ''");
        var before = picture(OURS).lines().skip(1).toList();
        var backup = backup("older-made", programs);
        backup.lastPass();
        assertThat(backup.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        spoil();
        backup.restore();
        assertThat(picture(OURS).lines().skip(1).toList()).isEqualTo(before);
        assertThat(Long.parseLong(server().ask("-n", OURS, "PEXPIRETIME", "session")))
                .isBetween(4102444800000L - 20_000, 4102444800000L + 20_000);
    }

    /** It may be gone the next time somebody looks, and nobody has lost it. */
    @Test
    void what_expires_soon_is_put_back_and_not_compared() throws Exception {
        server().ask("-n", OURS, "SET", "soon", "1", "EX", "3600");
        var backup = backup("soon");
        backup.lastPass();
        assertThat(backup.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        server().ask("-n", OURS, "DEL", "soon");
        backup.restore();
        assertThat(Long.parseLong(server().ask("-n", OURS, "TTL", "soon"))).isBetween(3000L, 3600L);
    }

    @Test
    void a_backup_that_comes_out_otherwise_is_not_proved() throws Exception {
        backup("loses").firstPass();
        var script =
                """
                for w; do case $last in --unixsocket) S=$w;; --logfile) L=$w;; esac; last=$w; done
                /usr/bin/redis-server "$@" || exit
                case "$L" in *scratch*)
                    until redis-cli -e -s "$S" PING; do :; done
                    redis-cli -s "$S" -n 3 %s;;
                esac
                """;
        var first = folder.resolve("losing");
        var programs = Stored.lie(first, "redis-server", script.formatted("DEL page:7"));
        assertThatThrownBy(() -> backup("loses", programs).prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("3:string has");
        for (var lie :
                List.of("SREM tags tag7", "HSET book f7 x", "LSET queue 7 x", "PERSIST session")) {
            Stored.lie(first, "redis-server", script.formatted(lie));
            assertThat(backup("loses", programs).prove(Depth.LIGHT))
                    .isInstanceOf(Proof.Proved.class);
            assertThatThrownBy(() -> backup("loses", programs).prove(Depth.FULL))
                    .as(lie)
                    .hasMessageContaining("BSC-433");
        }
    }

    /** A client that says all went well, and has not done its work. */
    @Test
    void an_exit_code_of_nought_proves_nothing() throws Exception {
        backup("kept").lastPass();
        var copy = folder.resolve("kept/last.part/data/dump.rdb");
        for (var lie :
                List.of(
                        "exit 0",
                        "/usr/bin/redis-cli \"$@\"; truncate -s -100 '%1$s'",
                        "/usr/bin/redis-cli \"$@\"; truncate -s 4 '%1$s'",
                        ":>'%1$s'",
                        "/usr/bin/redis-cli \"$@\"; printf x | dd of='%1$s' bs=1 seek=9000 conv=notrunc",
                        "/usr/bin/redis-cli \"$@\" & sleep 0.01; kill -9 $$")) {
            var programs = Stored.lie(folder.resolve("lies"), "redis-cli", lie.formatted(copy));
            assertThatThrownBy(() -> backup("kept", programs).lastPass())
                    .as(lie)
                    .isInstanceOf(Fault.class)
                    .hasMessageMatching("(?s).*BSC-43[01].*");
            backup("kept").verify();
        }
    }

    @Test
    void a_client_that_puts_back_less_than_it_says_is_found_out() throws Exception {
        var backup = backup("less");
        backup.lastPass();
        var programs =
                Stored.lie(
                        folder.resolve("less-programs"),
                        "redis-cli",
                        "case \"$*\" in *--pipe*) exit 0;; esac; exec /usr/bin/redis-cli \"$@\"");
        assertThatThrownBy(() -> backup("less", programs).restore())
                .hasMessageContaining("BSC-432")
                .hasMessageContaining("has 0");
        backup.restore();
        assertThat(server().ask("-n", OURS, "GET", "page:7")).isEqualTo("text 7");
    }

    @Test
    void a_server_that_may_not_be_emptied_is_left_as_it_is() throws Exception {
        try (var hardened =
                new RedisOfOurOwn(folder.resolve("hardened"), "--rename-command", "FLUSHDB", "")) {
            hardened.ask("-n", OURS, "SET", "a", "1");
            var backup = backup(hardened, "hardened-copy", "");
            backup.lastPass();
            hardened.ask("-n", OURS, "SET", "a", "2");
            assertThatThrownBy(backup::restore)
                    .hasMessageContaining("BSC-432")
                    .hasMessageContaining("FLUSHDB");
            assertThat(hardened.ask("-n", OURS, "GET", "a")).isEqualTo("2");
        }
    }

    /** Found while visitors are served, not on the way back. */
    @Test
    void programs_that_are_newer_than_the_server_are_refused_at_the_dump() throws Exception {
        var copy = folder.resolve("newer-copy/first.part/data/dump.rdb");
        var programs =
                Stored.lie(
                        folder.resolve("newer"),
                        "redis-cli",
                        "/usr/bin/redis-cli \"$@\"; printf 0009 | dd of='%s' bs=1 seek=5 conv=notrunc"
                                .formatted(copy));
        try (var plain = new RedisOfOurOwn(folder.resolve("plain"), "--rdbchecksum", "no")) {
            plain.ask("-n", OURS, "SET", "a", "1");
            assertThatThrownBy(() -> backup(plain, "newer-copy", programs).firstPass())
                    .hasMessageContaining("BSC-430")
                    .hasMessageContaining("version 10");
        }
    }

    @Test
    void a_wrong_password_is_told_and_stands_nowhere() throws Exception {
        server().ask("CONFIG", "SET", "requirepass", "another");
        try {
            assertThatThrownBy(() -> backup("secret").lastPass())
                    .hasMessageContaining("BSC-430")
                    .message()
                    .doesNotContain(RedisOfOurOwn.PASSWORD);
        } finally {
            PostgresServer.run(
                    "env",
                    "REDISCLI_AUTH=another",
                    "redis-cli",
                    "-e",
                    "-p",
                    server().port + "",
                    "CONFIG",
                    "SET",
                    "requirepass",
                    RedisOfOurOwn.PASSWORD);
        }
        assertThat(backup("secret").exists()).isFalse();
    }
}
