package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.problem.Fault;
import bascule.store.Backup;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A database in a file, copied while it is written, spoilt, and put back as it was. */
@Tag("real")
class SqliteTest {
    @TempDir private Path folder = Path.of("");

    private Path data = Path.of("");
    private Path live = Path.of("");

    @BeforeEach
    void fill() throws Exception {
        data = Files.createDirectories(folder.resolve("data of #1?"));
        live = data.resolve("app.db");
        sql(
                """
                PRAGMA journal_mode = wal;
                CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born REAL, face BLOB);
                CREATE TABLE "od|d ""ta ble" (a, b, PRIMARY KEY (a)) WITHOUT ROWID;
                CREATE INDEX names ON people (name);
                CREATE VIEW old AS SELECT * FROM people WHERE born < 1950;
                CREATE VIRTUAL TABLE letters USING fts5 (body);
                CREATE TRIGGER greet AFTER INSERT ON people BEGIN INSERT INTO letters VALUES ('dear ' || NEW.name); END;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO people (name, born, face) SELECT 'anna' || i, i + 0.1, randomblob(300) FROM n;
                INSERT INTO "od|d ""ta ble" VALUES (char(10), 'a|b' || char(0) || 'c'), ('', x'00ff'), (3, -0.0);
                """);
        run("chown", "www-data:games", live.toString());
        Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-rw-r--"));
    }

    private String sql(String script) throws Exception {
        return run("sqlite3", "-batch", "-bail", "-init", "/dev/null", live.toString(), script);
    }

    private static String run(String... words) throws IOException, InterruptedException {
        return PostgresServer.run(words);
    }

    /** Everything in it, as text. */
    private String picture() throws Exception {
        return sql(".dump") + sql("PRAGMA journal_mode");
    }

    private Backup backup(String name) {
        return backup(name, "");
    }

    private Backup backup(String name, String first) {
        return stored(Duration.ofMinutes(1)).backup(name, first);
    }

    private Stored stored(Duration limit) {
        return new Stored(folder, "sqlite", Map.of("file", live.toString()), limit);
    }

    private Set<String> beside() throws IOException {
        try (var all = Files.list(data)) {
            return all.map(file -> data.relativize(file).toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void what_is_put_back_is_what_was_there_to_the_last_byte() throws Exception {
        var before = picture();
        var backup = backup("whole");
        assertThat(backup.lastPass().files()).isEqualTo(2);
        backup.verify();
        spoil();
        assertThat(picture()).isNotEqualTo(before);
        backup.restore();
        assertThat(picture()).isEqualTo(before);
        backup.restore();
        assertThat(picture()).isEqualTo(before);
        assertThat(run("stat", "-c", "%U:%G %a %h", live.toString()))
                .isEqualTo("www-data:games 664 1\n");
        assertThat(beside()).containsExactly("app.db");
    }

    /** As a failed upgrade leaves it, in a file of another owner. */
    private void spoil() throws Exception {
        sql(
                """
                CREATE TABLE made_by_the_upgrade (id);
                ALTER TABLE people ADD COLUMN new;
                DELETE FROM people WHERE id > 10;
                DROP VIEW old;
                """);
        run("chown", "root:root", live.toString());
        Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void what_the_upgrade_left_is_replaced_whatever_it_is() throws Exception {
        var before = picture();
        var backup = backup("whatever");
        backup.lastPass();
        Files.writeString(live, "this is no database any more");
        backup.restore();
        assertThat(picture()).isEqualTo(before);
        run("rm", "-r", data.toString());
        backup.restore();
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void a_link_to_the_database_stays_a_link() throws Exception {
        var before = picture();
        var real = live;
        live = Files.createSymbolicLink(folder.resolve("link.db"), real);
        var backup = backup("linked");
        backup.lastPass();
        sql("DELETE FROM people");
        backup.restore();
        assertThat(live).isSymbolicLink();
        live = real;
        assertThat(picture()).isEqualTo(before);
    }

    /**
     * A writer keeps two rows alike; a copy between them is no copy of one instant. Without a log
     * it writes too often for the copy to come to its end, until that makes it wait.
     */
    @ParameterizedTest
    @ValueSource(strings = {"wal", "delete"})
    void a_copy_made_while_the_application_writes_is_of_one_instant(String mode) throws Exception {
        sql(
                """
                PRAGMA journal_mode = %s;
                CREATE TABLE a (n); CREATE TABLE filler (x); CREATE TABLE z (n);
                INSERT INTO a VALUES (0); INSERT INTO z VALUES (0);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO filler SELECT randomblob(900) FROM n;
                """
                        .formatted(mode));
        var script = folder.resolve("writer.sh");
        Files.writeString(
                script,
                """
                n=0
                while [ ! -e "$2" ]; do
                    n=$((n + 1))
                    sqlite3 -batch -bail -init /dev/null -cmd '.timeout 30000' "$1" \\
                        "BEGIN IMMEDIATE; UPDATE a SET n = $n; UPDATE z SET n = $n; COMMIT;" || exit
                    sleep 0.02
                done
                """);
        var stop = folder.resolve("stop");
        var writer =
                new ProcessBuilder("bash", script.toString(), live.toString(), stop.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("writer.log").toFile())
                        .start();
        try {
            var backup = stored(Duration.ofSeconds(16)).backup("written");
            for (var pass = 0; pass < 2; pass++) {
                backup.lastPass();
                var copy = folder.resolve("written/last/data/database").toUri().getRawPath();
                assertThat(
                                run(
                                        "sqlite3",
                                        "file:" + copy + "?immutable=1",
                                        "SELECT a.n = z.n FROM a, z; PRAGMA integrity_check"))
                        .isEqualTo("1\nok\n");
            }
            assertThat(writer.isAlive()).isTrue();
        } finally {
            Files.createFile(stop);
            assertThat(writer.waitFor()).isZero();
        }
        assertThat(Files.readString(folder.resolve("writer.log"))).isEmpty();
        assertThat(Integer.parseInt(sql("SELECT n FROM a").strip())).isPositive();
    }

    @Test
    void a_backup_is_opened_elsewhere_and_compared() throws Exception {
        var before = picture();
        var backup = backup("proved");
        backup.firstPass();
        assertThat(backup.prove(Depth.LIGHT)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(backup.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(picture()).isEqualTo(before);
        assertThat(folder.resolve("proved/scratch")).doesNotExist();
    }

    private void all(Proof.Proved proof) {
        // Two, the list of them all, and the five in which the index of texts lies.
        assertThat(proof.tables()).isEqualTo(8);
        assertThat(proof.rows()).isGreaterThan(4003);
    }

    /** The copy into the scratch file is ours; this one is another client's lie about it. */
    @Test
    void a_backup_that_comes_out_otherwise_is_not_proved() throws Exception {
        var backup = backup("loses");
        backup.firstPass();
        var losing =
                """
                case "$*" in *scratch/database*mode=r*)
                    /usr/bin/sqlite3 "%s" "%s";; esac
                exec /usr/bin/sqlite3 "$@"
                """;
        var scratch = folder.resolve("loses/scratch/database");
        var first = folder.resolve("lies");
        var programs =
                Stored.lie(
                        first,
                        "sqlite3",
                        losing.formatted(scratch, "DELETE FROM people WHERE id = 1999"));
        assertThatThrownBy(() -> backup("loses", programs).prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("people has 1999 rows, not 2000");
        Stored.lie(
                first,
                "sqlite3",
                losing.formatted(scratch, "UPDATE people SET name = 'bella' WHERE id = 1999"));
        assertThat(backup("loses", programs).prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
        assertThatThrownBy(() -> backup("loses", programs).prove(Depth.FULL))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("people");
    }

    /** A client that says all went well, and has not done its work. */
    @Test
    void an_exit_code_of_nought_proves_nothing() throws Exception {
        backup("kept").lastPass();
        var copy = folder.resolve("kept/last.part/data/database");
        for (var lie :
                List.of(
                        "exit 0",
                        "case \"$*\" in *.backup*) :>'%1$s'; exit 0;; esac; exec /usr/bin/sqlite3 \"$@\"",
                        "/usr/bin/sqlite3 \"$@\"; case \"$*\" in *.backup*) truncate -s -4096 '%1$s';; esac; exit 0",
                        "/usr/bin/sqlite3 \"$@\"; case \"$*\" in *.backup*) truncate -s 50 '%1$s';; esac; exit 0",
                        "case \"$*\" in *.backup*) /usr/bin/sqlite3 \"$@\" & sleep 0.01; kill -9 $$;; esac")) {
            var programs = Stored.lie(folder.resolve("lies"), "sqlite3", lie.formatted(copy));
            assertThatThrownBy(() -> backup("kept", programs).lastPass())
                    .as(lie)
                    .isInstanceOf(Fault.class)
                    .hasMessageMatching("(?s).*BSC-43[01].*");
            backup("kept").verify();
        }
    }

    @Test
    void a_database_with_a_broken_page_is_told_and_the_earlier_copy_stays() throws Exception {
        var backup = backup("broken");
        backup.lastPass();
        sql("PRAGMA wal_checkpoint(truncate)");
        var page =
                Integer.parseInt(
                        sql("SELECT rootpage FROM sqlite_master WHERE name = 'names'").strip());
        try (var file = Files.newByteChannel(live, StandardOpenOption.WRITE)) {
            file.position((page - 1) * 4096L);
            file.write(java.nio.ByteBuffer.wrap(new byte[4096]));
        }
        assertThatThrownBy(backup::lastPass)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-431");
        backup.verify();
        backup.restore();
        assertThat(sql("PRAGMA integrity_check")).isEqualTo("ok\n");
    }

    @Test
    void a_copy_that_lost_a_part_of_itself_is_not_believed() throws Exception {
        var backup = backup("cut");
        backup.lastPass();
        var copy = folder.resolve("cut/last/data/database");
        var bytes = Files.readAllBytes(copy);
        Files.write(copy, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        var before = picture();
        assertThatThrownBy(backup::restore).hasMessageContaining("BSC-431");
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void nothing_is_put_back_under_a_writer_and_nothing_copied() throws Exception {
        sql("PRAGMA journal_mode = delete");
        var backup = stored(Duration.ofSeconds(4)).backup("locked");
        backup.lastPass();
        var writer =
                new ProcessBuilder("sqlite3", "-batch", "-init", "/dev/null", live.toString())
                        .redirectErrorStream(true)
                        .start();
        try (var in = writer.outputWriter();
                var out = writer.inputReader()) {
            in.write(
                    "BEGIN EXCLUSIVE; INSERT INTO people (name) VALUES ('late'); SELECT 'has it';\n");
            in.flush();
            assertThat(out.readLine()).isEqualTo("has it");
            assertThatThrownBy(backup::lastPass)
                    .hasMessageContaining("BSC-430")
                    .hasMessageContaining("locked");
            assertThatThrownBy(backup::restore)
                    .hasMessageContaining("BSC-432")
                    .hasMessageContaining("locked");
            in.write("COMMIT;\n");
        }
        assertThat(writer.waitFor()).isZero();
        assertThat(sql("SELECT count(*) FROM people WHERE name = 'late'")).isEqualTo("1\n");
        assertThat(beside()).containsExactly("app.db");
        backup.restore();
        assertThat(sql("SELECT count(*) FROM people WHERE name = 'late'")).isEqualTo("0\n");
    }

    /** What a killed process leaves is replayed into any file that has the database's name. */
    @Test
    void the_log_of_a_failed_release_is_not_replayed_into_what_is_put_back() throws Exception {
        var before = picture();
        var backup = backup("log");
        backup.lastPass();
        var crashed = folder.resolve("crashed");
        run(
                "sqlite3",
                "-batch",
                "-init",
                "/dev/null",
                "-cmd",
                "UPDATE people SET name = 'spoilt'; CREATE TABLE made_by_the_upgrade (id);",
                live.toString(),
                ".shell cp -r \"%s\" \"%s\"".formatted(data, crashed));
        run("cp", "-rT", crashed.toString(), data.toString());
        assertThat(beside()).contains("app.db-wal", "app.db-shm");
        assertThat(live.resolveSibling("app.db-wal")).isNotEmptyFile();
        backup.restore();
        assertThat(beside()).containsExactly("app.db");
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void a_database_that_is_not_there_is_told_and_not_made() {
        live = live.resolveSibling("other.db");
        assertThatThrownBy(() -> backup("absent").firstPass())
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("other.db");
        assertThat(live).doesNotExist();
    }
}
