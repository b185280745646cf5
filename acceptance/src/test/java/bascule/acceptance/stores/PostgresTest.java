package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Template;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.problem.Fault;
import bascule.store.Backup;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.store.Backups;
import bascule.store.Programs;
import bascule.store.Store;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A database of every kind of thing, dumped, spoilt, and put back as it was. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresTest {
    private static final Host.Filler PLAIN =
            new Host.Filler() {
                @Override
                public String fill(Template template) {
                    return template.fill(name -> name);
                }

                @Override
                public List<String> secrets() {
                    return List.of();
                }
            };

    private @Nullable PostgresServer started;
    private Path folder = Path.of("");
    private int number;
    private String database = "";

    @BeforeAll
    void start(@TempDir Path temp) throws Exception {
        folder = temp;
        started = new PostgresServer(temp.resolve("server"));
    }

    @AfterAll
    void stop() throws Exception {
        server().close();
    }

    private PostgresServer server() {
        return Objects.requireNonNull(started);
    }

    @BeforeEach
    void fill() throws Exception {
        database = "shop" + ++number;
        server().create(database);
        server().sql(database, "CREATE EXTENSION pg_trgm");
        server().sql(
                        database,
                        """
                        SET ROLE app;
                        CREATE TYPE colour AS ENUM ('red', 'green');
                        CREATE TYPE point3 AS (x int, y int, z int);
                        CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
                        CREATE TABLE people (id bigserial PRIMARY KEY, name text NOT NULL, mail email, likes colour);
                        CREATE TABLE letters (id int GENERATED ALWAYS AS IDENTITY, who bigint REFERENCES people, at point3);
                        CREATE TABLE log (day date, line text) PARTITION BY RANGE (day);
                        CREATE TABLE log_2026 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                        CREATE INDEX ON people USING gin (name gin_trgm_ops);
                        CREATE VIEW reds AS SELECT * FROM people WHERE likes = 'red';
                        CREATE MATERIALIZED VIEW names AS SELECT name FROM people;
                        CREATE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || who $$;
                        CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
                        CREATE TRIGGER stamped BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION stamp();
                        CREATE SCHEMA back;
                        CREATE TABLE back.office (key text PRIMARY KEY, value jsonb);
                        INSERT INTO people (name, mail, likes) SELECT 'anna' || i, 'a' || i || '@b', 'red' FROM generate_series(1, 2000) i;
                        INSERT INTO letters (who, at) SELECT i, (i, i, i)::point3 FROM generate_series(1, 100) i;
                        INSERT INTO log VALUES ('2026-11-20', E'tab\\t quote'' backslash\\\\');
                        INSERT INTO back.office VALUES ('k', '{"a": [1, 2]}');
                        SELECT lo_from_bytea(424242, 'a large object');
                        REFRESH MATERIALIZED VIEW names;
                        """);
    }

    private Backup dump(String name) {
        return dump(name, "");
    }

    /**
     * @param first a folder of programs that come before the machine's own
     */
    private Backup dump(String name, String first) {
        var store =
                new Store.Server(
                        "data",
                        "postgresql",
                        Map.of(
                                "url",
                                Template.of(
                                        "jdbc:postgresql://127.0.0.1:%d/%s"
                                                .formatted(server().port, database)),
                                "user",
                                Template.of("app"),
                                "password",
                                Template.of(PostgresServer.PASSWORD)),
                        List.of(),
                        false);
        var host = new LocalHost(folder.resolve("state"), Clock.systemUTC());
        var programs =
                new Programs(host, List.of(), Duration.ofMinutes(2), Optional.empty(), first);
        return Backups.of(store, programs, PLAIN, folder.resolve(name));
    }

    @Test
    void what_is_put_back_is_what_was_there_to_the_last_byte() throws Exception {
        var before = server().picture(database);
        var dump = dump("whole");
        assertThat(dump.lastPass().files()).isPositive();
        dump.verify();
        spoil();
        assertThat(server().picture(database)).isNotEqualTo(before);
        dump.restore();
        assertThat(server().picture(database)).isEqualTo(before);
        dump.restore();
        assertThat(server().picture(database)).isEqualTo(before);
    }

    /** As a failed upgrade leaves it. */
    private void spoil() throws Exception {
        server().sql(
                        database,
                        """
                        SET ROLE app;
                        DROP TABLE letters;
                        ALTER TABLE people RENAME COLUMN name TO full_name;
                        ALTER TABLE people ADD COLUMN new int;
                        CREATE TABLE made_by_the_upgrade (id int);
                        CREATE TYPE new_type AS ENUM ('x');
                        CREATE SCHEMA new_schema; CREATE TABLE new_schema.t (id int);
                        DELETE FROM people WHERE id > 10;
                        DROP SCHEMA back CASCADE;
                        CREATE OR REPLACE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'bye' $$;
                        SELECT lo_put(424242, 0, 'spoilt');
                        """);
    }

    @Test
    void a_server_that_refuses_in_the_middle_is_left_as_it_is() throws Exception {
        var dump = dump("refused");
        dump.lastPass();
        spoil();
        var spoilt = server().picture(database);
        server().sql(database, "CREATE SCHEMA theirs; CREATE TABLE theirs.not_ours (id int)");
        var with = server().picture(database);
        assertThat(with).isNotEqualTo(spoilt);
        assertThatThrownBy(dump::restore)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-432")
                .hasMessageContaining("permission denied for schema theirs");
        assertThat(server().picture(database)).isEqualTo(with);
    }

    @Test
    void a_dump_that_lost_a_part_of_itself_is_not_believed() throws Exception {
        var dump = dump("cut");
        dump.lastPass();
        var biggest = biggest(folder.resolve("cut/last/data"));
        var bytes = Files.readAllBytes(biggest);
        Files.write(biggest, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(dump::verify).hasMessageContaining("BSC-431");
        var before = server().picture(database);
        assertThatThrownBy(dump::restore).hasMessageContaining("BSC-431");
        assertThat(server().picture(database)).isEqualTo(before);
        Files.delete(biggest);
        assertThatThrownBy(dump::verify).hasMessageContaining("BSC-431");
    }

    private static Path biggest(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".dat.gz"))
                    .max(java.util.Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /** A program that says all went well, and has not done its work. */
    @Test
    void an_exit_code_of_nought_proves_nothing() throws Exception {
        dump("kept").lastPass();
        for (var lie :
                List.of(
                        "exit 0",
                        "/usr/bin/pg_dump \"$@\"; for f in \"$OUT\"/*.dat.gz; do head -c 20 \"$f\" >x; cat x >\"$f\"; done; exit 0",
                        "/usr/bin/pg_dump \"$@\"; rm \"$OUT\"/3*.dat.gz; exit 0",
                        "/usr/bin/pg_dump \"$@\" & sleep 0.01; kill -9 $$")) {
            var programs = Files.createDirectories(folder.resolve("lies"));
            var program = programs.resolve("pg_dump");
            lie(
                    program,
                    "cd '%s'\nfor w; do case $w in --file=*) OUT=${w#--file=};; esac; done\n%s"
                            .formatted(programs, lie));
            assertThatThrownBy(() -> dump("kept", programs.toString()).lastPass())
                    .as(lie)
                    .isInstanceOf(Fault.class)
                    .hasMessageMatching("(?s).*BSC-43[01].*");
            dump("kept").verify();
        }
    }

    @Test
    void a_backup_is_restored_into_a_server_of_its_own_and_compared() throws Exception {
        var before = server().picture(database);
        var dump = dump("proved");
        dump.firstPass();
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(dump.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(server().picture(database)).isEqualTo(before);
        assertThat(folder.resolve("proved/scratch")).doesNotExist();
        dump.lastPass();
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOf(Proof.Proved.class);
    }

    private void all(Proof.Proved proof) {
        assertThat(proof.tables()).isEqualTo(4);
        assertThat(proof.rows()).isEqualTo(2102);
        assertThat(proof.took()).isPositive();
    }

    /** Where no server can be started: the account {@code postgres} is hidden from us. */
    @Test
    void without_a_server_of_its_own_it_is_tried_in_a_database_of_its_own() throws Exception {
        var programs = Files.createDirectories(folder.resolve("hidden"));
        lie(programs.resolve("id"), "exit 1");
        var dump = dump("beside", programs.toString());
        dump.firstPass();
        server().sql("postgres", "ALTER ROLE app NOCREATEDB");
        assertThat(dump.prove(Depth.LIGHT)).isInstanceOf(Proof.NotHere.class);
        server().sql("postgres", "ALTER ROLE app CREATEDB");
        assertThat(dump.prove(Depth.FULL)).isInstanceOfSatisfying(Proof.Proved.class, this::all);
        assertThat(server().sql("postgres", "SELECT datname FROM pg_database"))
                .doesNotContain("bascule");
        server().sql("postgres", "ALTER ROLE app NOCREATEDB");
    }

    @Test
    void a_backup_whose_restore_loses_rows_is_not_proved() throws Exception {
        var dump = dump("loses");
        dump.firstPass();
        var programs = Files.createDirectories(folder.resolve("losing"));
        lie(
                programs.resolve("pg_restore"),
                """
                for w; do case $w in --file=*load.sql) OUT=${w#--file=};; esac; done
                /usr/bin/pg_restore "$@" || exit
                [ -z "$OUT" ] || sed -i '/anna1999/d' "$OUT"
                """);
        assertThatThrownBy(() -> dump("loses", programs.toString()).prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("public.people has 1999 rows, not 2000");
        lie(
                programs.resolve("pg_restore"),
                """
                for w; do case $w in --file=*load.sql) OUT=${w#--file=};; esac; done
                /usr/bin/pg_restore "$@" || exit
                [ -z "$OUT" ] || sed -i 's/anna1999/bella/' "$OUT"
                """);
        assertThat(dump("loses", programs.toString()).prove(Depth.LIGHT))
                .isInstanceOf(Proof.Proved.class);
        assertThatThrownBy(() -> dump("loses", programs.toString()).prove(Depth.FULL))
                .hasMessageContaining("BSC-433");
    }

    @Test
    void a_backup_that_cannot_be_loaded_is_told_as_a_trial_and_not_as_a_restore() throws Exception {
        dump("unloadable").firstPass();
        var programs = Files.createDirectories(folder.resolve("unloading"));
        lie(
                programs.resolve("pg_restore"),
                """
                for w; do case $w in --file=*load.sql) OUT=${w#--file=};; esac; done
                /usr/bin/pg_restore "$@" || exit
                [ -z "$OUT" ] || echo 'SELECT no_such_thing;' >>"$OUT"
                """);
        assertThatThrownBy(() -> dump("unloadable", programs.toString()).prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("no_such_thing")
                .hasMessageContaining("database " + database + " could not be loaded in a trial");
        assertThat(folder.resolve("unloadable/scratch")).doesNotExist();
    }

    private static void lie(Path program, String script) throws IOException {
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    /** The proved one is given up only when its run's backups are. */
    @Test
    void the_last_pass_leaves_the_proved_one_where_it_is() throws Exception {
        var dump = dump("two");
        dump.firstPass();
        var proved = Files.readAllBytes(folder.resolve("two/first/manifest.json"));
        spoil();
        dump.lastPass();
        assertThat(folder.resolve("two/first/manifest.json")).hasBinaryContent(proved);
        assertThat(folder.resolve("two/last/manifest.json")).exists();
    }

    @Test
    void a_wrong_password_is_told_and_stands_nowhere() {
        var secret = PostgresServer.PASSWORD;
        var dump = dump("secret");
        assertThatThrownBy(
                        () -> {
                            server().sql("postgres", "ALTER ROLE app PASSWORD 'another'");
                            try {
                                dump.lastPass();
                            } finally {
                                server().sql(
                                                "postgres",
                                                "ALTER ROLE app PASSWORD '" + secret + "'");
                            }
                        })
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("password authentication failed")
                .message()
                .doesNotContain(secret);
        assertThat(dump.exists()).isFalse();
    }
}
