package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.host.Launch;
import bascule.host.LocalHost;
import bascule.problem.Fault;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.store.Backups;
import bascule.store.Programs;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A database of every kind of thing, dumped, spoilt, and put back as it was. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariadbTest {
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
    void what_is_put_back_is_what_was_there_to_the_last_byte() throws Exception {
        var before = shop().picture();
        var dump = shop().dump("whole");
        assertThat(dump.lastPass().files()).isPositive();
        dump.verify();
        shop().spoil();
        assertThat(shop().picture()).isNotEqualTo(before);
        dump.restore();
        assertThat(shop().picture()).isEqualTo(before);
        dump.restore();
        assertThat(shop().picture()).isEqualTo(before);
        assertThat(shop().app("CALL twice(@x); SELECT @x, greet('you')"))
                .isEqualTo("2\thello you\n");
    }

    /** A program that says all went well, and has not done its work. */
    @Test
    void an_exit_code_of_nought_proves_nothing() throws Exception {
        shop().dump("kept").lastPass();
        for (var lie :
                List.of(
                        "exit 0",
                        "real; head -n -1 x >\"$OUT\"",
                        "real; head -c 3000 x >\"$OUT\"",
                        "real; sed '/^CREATE TABLE `letters`/,/;$/d; /^INSERT INTO `letters`/,/;$/d' x >\"$OUT\"",
                        "real --skip-routines; cat x >\"$OUT\"",
                        "real --skip-triggers; cat x >\"$OUT\"",
                        "real --skip-events; cat x >\"$OUT\"",
                        "real --ignore-table=" + shop().database() + ".greeted; cat x >\"$OUT\"",
                        "real; sed '/^CREATE SEQUENCE/d; /^DO SETVAL/d' x >\"$OUT\"",
                        "/usr/bin/mariadb-dump \"$@\" & sleep 0.01; kill -9 $$")) {
            var programs = Files.createDirectories(shop().folder().resolve("lies"));
            MariadbShop.lie(
                    programs.resolve("mariadb-dump"),
                    """
                    cd '%s'
                    for w; do case $w in --result-file=*) OUT=${w#--result-file=};; esac; done
                    real() { (set -- "$@"; exec /usr/bin/mariadb-dump $WORDS --result-file=x "$@"); }
                    WORDS=$*
                    %s
                    """
                            .formatted(programs, lie));
            assertThatThrownBy(() -> shop().dump("kept", programs.toString()).lastPass())
                    .as(lie)
                    .isInstanceOf(Fault.class)
                    .hasMessageMatching("(?s).*BSC-43[01].*");
            shop().dump("kept").verify();
        }
    }

    @Test
    void a_dump_that_lost_a_part_of_itself_is_not_believed() throws Exception {
        var dump = shop().dump("cut");
        dump.lastPass();
        var file = shop().folder().resolve("cut/last/data/data.sql.gz");
        var bytes = Files.readAllBytes(file);
        var before = shop().picture();
        for (var length : List.of(20, bytes.length / 2, bytes.length - 1)) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(dump::verify).hasMessageContaining("BSC-431");
            assertThatThrownBy(dump::restore).hasMessageContaining("BSC-431");
        }
        Files.delete(file);
        assertThatThrownBy(dump::restore).hasMessageContaining("BSC-431");
        assertThat(shop().picture()).isEqualTo(before);
    }

    @Test
    void what_cannot_be_read_is_told_and_not_left_out() throws Exception {
        shop().app(
                        "CREATE TABLE under (x int); CREATE VIEW broken AS SELECT x FROM under; DROP TABLE under");
        refused("broken");
        shop().sql(
                        "DROP VIEW broken; CREATE TABLE crashed (x int KEY) ENGINE=MyISAM; INSERT INTO crashed VALUES (1), (2); FLUSH TABLES");
        Files.write(
                shop().server().data().resolve(shop().database() + "/crashed.MYI"), new byte[100]);
        refused("crashed");
        shop().sql("DROP TABLE crashed");
        for (var right :
                List.of(
                        "SELECT",
                        "SHOW VIEW",
                        "TRIGGER",
                        "EVENT",
                        "EXECUTE, CREATE ROUTINE, ALTER ROUTINE")) {
            shop().server()
                    .sql(
                            "mysql",
                            "REVOKE %s ON %s.* FROM app@127.0.0.1"
                                    .formatted(right, shop().database()));
            refused("no right " + right.replaceFirst(",.*", ""));
            shop().server()
                    .sql(
                            "mysql",
                            "GRANT %s ON %s.* TO app@127.0.0.1"
                                    .formatted(right, shop().database()));
        }
        onASingleTable();
        shop().sql("CREATE PROCEDURE theirs() SELECT 1");
        refused("theirs");
        shop().sql("DROP PROCEDURE theirs");
        shop().dump("unread").firstPass();
    }

    /** With a right on one table only, the others are not there for the account. */
    private void onASingleTable() throws Exception {
        var on = "SELECT ON %s.* ".formatted(shop().database());
        shop().sql("CREATE TABLE one (x int)");
        shop().server().sql("mysql", "REVOKE " + on + "FROM app@127.0.0.1");
        shop().server()
                .sql(
                        "mysql",
                        "GRANT SELECT ON %s.one TO app@127.0.0.1".formatted(shop().database()));
        refused("no right SELECT");
        shop().server()
                .sql(
                        "mysql",
                        "REVOKE SELECT ON %s.one FROM app@127.0.0.1".formatted(shop().database()));
        shop().server().sql("mysql", "GRANT " + on + "TO app@127.0.0.1");
        shop().sql("DROP TABLE one");
    }

    private void refused(String names) {
        assertThatThrownBy(() -> shop().dump("unread").firstPass())
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-430")
                .hasMessageContaining(names);
    }

    /** It has no transaction: what a kill leaves is half of it, and the next try makes it whole. */
    @Test
    void a_restore_that_is_killed_in_the_middle_is_done_again() throws Exception {
        var before = shop().picture();
        shop().dump("torn").lastPass();
        shop().spoil();
        for (var half :
                List.of(
                        "head -c 30000 | /usr/bin/mariadb \"$@\"; kill -9 $$",
                        "head -c 60000 | /usr/bin/mariadb \"$@\"; exit 0",
                        "cat >/dev/null",
                        "exit 0")) {
            var programs = Files.createDirectories(shop().folder().resolve("torn-programs"));
            MariadbShop.lie(
                    programs.resolve("mariadb"),
                    "[ -p /dev/stdin ] || exec /usr/bin/mariadb \"$@\"\n" + half);
            assertThatThrownBy(() -> shop().dump("torn", programs.toString()).restore())
                    .as(half)
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("BSC-432");
            assertThat(shop().picture()).isNotEqualTo(before);
        }
        shop().dump("torn").restore();
        assertThat(shop().picture()).isEqualTo(before);
    }

    @Test
    void what_a_load_leaves_half_is_said_to_be_half() throws Exception {
        var dump = shop().dump("half");
        dump.lastPass();
        shop().server()
                .sql(
                        "mysql",
                        "REVOKE CREATE VIEW ON %s.* FROM app@127.0.0.1"
                                .formatted(shop().database()));
        assertThatThrownBy(dump::restore)
                .hasMessageContaining("BSC-432")
                .hasMessageContaining("some of it may be there");
        assertThatThrownBy(() -> dump.prove(Depth.LIGHT))
                .hasMessageContaining("BSC-433")
                .hasMessageContaining("CREATE VIEW command denied");
        shop().server()
                .sql(
                        "mysql",
                        "GRANT CREATE VIEW ON %s.* TO app@127.0.0.1".formatted(shop().database()));
        dump.restore();
    }

    /** The proved one is given up only when its run's backups are. */
    @Test
    void the_last_pass_leaves_the_proved_one_where_it_is() throws Exception {
        var dump = shop().dump("two");
        dump.firstPass();
        var proved = Files.readAllBytes(shop().folder().resolve("two/first/manifest.json"));
        shop().spoil();
        dump.lastPass();
        assertThat(shop().folder().resolve("two/first/manifest.json")).hasBinaryContent(proved);
        assertThat(shop().folder().resolve("two/last/manifest.json")).exists();
    }

    @Test
    void what_is_written_meanwhile_is_dumped_wholly_or_not_at_all() throws Exception {
        shop().app(
                        """
                        CREATE TABLE aaa (x int); CREATE TABLE zzz (x int);
                        DELIMITER $$
                        CREATE PROCEDURE busy() BEGIN
                          WHILE NOT EXISTS (SELECT 1 FROM empty) DO
                            START TRANSACTION; INSERT INTO aaa VALUES (1); INSERT INTO zzz VALUES (1); COMMIT;
                          END WHILE;
                        END $$
                        """);
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = threads.submit(() -> shop().app("CALL busy()"));
            var rows = 0;
            try {
                for (var pass = 0; pass < 3; pass++) {
                    shop().dump("busy").firstPass();
                    var manifest =
                            Files.readString(shop().folder().resolve("busy/first/manifest.json"));
                    assertThat(rows(manifest, "zzz")).isEqualTo(rows(manifest, "aaa"));
                    rows = rows(manifest, "aaa");
                }
            } finally {
                shop().app("INSERT INTO empty VALUES (1)");
            }
            busy.get();
            assertThat(rows).isPositive();
        }
        assertThat(shop().dump("busy").prove(Depth.FULL)).isInstanceOf(Proof.Proved.class);
    }

    @Test
    void the_password_stands_in_no_command_line_no_log_and_no_file() throws Exception {
        var programs = Files.createDirectories(shop().folder().resolve("seeing"));
        var seen = shop().folder().resolve("seen");
        for (var program : List.of("mariadb", "mariadb-dump")) {
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
        var steps = Files.createDirectories(shop().folder().resolve("steps"));
        var work = new Launch.Work(steps, "run", "step");
        var host = new LocalHost(shop().folder().resolve("state"), Clock.systemUTC());
        var dump =
                Backups.of(
                        shop().store(MariadbServer.PASSWORD),
                        new Programs(
                                host,
                                List.of(),
                                Duration.ofMinutes(2),
                                Optional.of(work),
                                programs.toString()),
                        MariadbShop.PLAIN,
                        shop().folder().resolve("seen-backup"));
        dump.firstPass();
        assertThat(dump.prove(Depth.FULL)).isInstanceOf(Proof.Proved.class);
        dump.lastPass();
        dump.restore();
        assertThat(text(seen))
                .contains("--result-file=", "--binary-mode", "--skip-networking")
                .doesNotContain(MariadbServer.PASSWORD);
        assertThat(steps.resolve("step.log")).exists();
        for (var place : List.of(steps, shop().folder().resolve("seen-backup"))) {
            try (var files = Files.walk(place)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(text(file)).doesNotContain(MariadbServer.PASSWORD);
                }
            }
        }
    }

    @Test
    void a_wrong_password_is_told_and_stands_nowhere() {
        var wrong = "wr0ng-one";
        var host = new LocalHost(shop().folder().resolve("state"), Clock.systemUTC());
        var programs = new Programs(host, List.of(), Duration.ofMinutes(2), Optional.empty(), "");
        var dump =
                Backups.of(
                        shop().store(wrong),
                        programs,
                        MariadbShop.PLAIN,
                        shop().folder().resolve("secret"));
        assertThatThrownBy(dump::lastPass)
                .hasMessageContaining("BSC-430")
                .hasMessageContaining("Access denied for user 'app'")
                .message()
                .doesNotContain(wrong);
        assertThat(dump.exists()).isFalse();
    }

    private static int rows(String manifest, String table) {
        var found =
                java.util.regex.Pattern.compile("\"" + table + "\" : \\{\\s*\"rows\" : (\\d+)")
                        .matcher(manifest);
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var all =
                    file.toString().endsWith(".gz")
                            ? new java.util.zip.GZIPInputStream(in).readAllBytes()
                            : in.readAllBytes();
            return new String(all, StandardCharsets.ISO_8859_1);
        }
    }
}
