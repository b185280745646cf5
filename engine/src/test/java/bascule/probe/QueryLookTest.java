package bascule.probe;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.SimHost;
import bascule.store.Store;
import bascule.text.Texts;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

@NullMarked
class QueryLookTest {
    private final SimHost host = new SimHost();
    private final Looker looker = new Looker(host, Texts.in(Locale.ENGLISH));
    private final Map<String, String> values =
            new HashMap<>(
                    Map.of("pw", "s3cret", "app", "o'x\\", "prefix", "oc_", "bad", "a; DROP"));

    private static Store store(String server, Map<String, String> connection, String... via) {
        var filled = new HashMap<String, Template>();
        connection.forEach((name, value) -> filled.put(name, Template.of(value)));
        return new Store.Server(
                "db", server, filled, List.of(via).stream().map(Template::of).toList(), false);
    }

    private Answer look(Store store, String query, Reading reading) {
        return looker.look(
                new Probe.ByQuery(store, Template.of(query), reading),
                SimHost.filler(values, "pw"));
    }

    private static Reading rows(String... names) {
        return LookerTest.reading(List.of(), null, Map.of(), Map.of(), List.of(), List.of(names));
    }

    @Test
    void postgresql_is_asked_by_psql_with_its_password_in_the_environment_alone() {
        host.command("psql", 0, "a,\"x, \"\"y\"\"\nz\"\nb,\n");
        var store =
                store(
                        "postgresql",
                        Map.of(
                                "url", "jdbc:postgresql://db:5433/kc?ssl=true",
                                "user", "kc",
                                "password", "${pw}"));
        assertThat(look(store, "SELECT a, b", rows("a", "b")))
                .isEqualTo(
                        new Answer.Rows(
                                List.of(Map.of("a", "a", "b", "x, \"y\"\nz"), Map.of("a", "b"))));
        var launch = host.launched().getFirst();
        assertThat(launch.env())
                .containsEntry("PGPASSWORD", "s3cret")
                .containsEntry("PGHOST", "db")
                .containsEntry("PGPORT", "5433")
                .containsEntry("PGDATABASE", "kc");
        assertThat(launch.argv())
                .contains("--command=BEGIN READ ONLY")
                .noneMatch(word -> word.contains("s3cret"));
        assertThat(launch.secrets()).contains("s3cret");
    }

    @Test
    void mariadb_is_asked_by_whichever_of_its_clients_is_there() {
        host.command("mysql", 0, "4.1.6\tNULL\ta\\tb\\\\n\n");
        var store =
                store(
                        "mariadb",
                        Map.of("host", "localhost:3307", "user", "u", "password", "${pw}"));
        var fields =
                LookerTest.reading(
                        List.of(), null, Map.of(), Map.of(), List.of("v", "n", "t"), List.of());
        assertThat(look(store, "SELECT 1", fields))
                .isEqualTo(new Answer.Fields(Map.of("v", "4.1.6", "t", "a\tb\\n")));
        var launch = host.launched().getLast();
        assertThat(launch.env()).containsEntry("MYSQL_PWD", "s3cret");
        assertThat(launch.argv())
                .contains("--host=localhost", "--port=3307")
                .noneMatch(word -> word.contains("s3cret"));
    }

    @Test
    void how_much_a_database_holds_is_asked_of_its_server() {
        host.command("mariadb", 0, "926941184\n").command("psql", 0, "8000000\n");
        for (var server : List.of("mariadb", "postgresql")) {
            assertThat(
                            looker.look(
                                    new Probe.BySize(store(server, Map.of("database", "shop"))),
                                    SimHost.filler(values, "pw")))
                    .isEqualTo(Answer.word(server.equals("mariadb") ? "926941184" : "8000000"));
        }
        assertThat(host.launched().getFirst().argv().getLast())
                .contains("data_length + index_length", "information_schema.tables");
    }

    @Test
    void one_cell_is_a_word_and_no_row_is_absent() {
        var store = store("sqlite", Map.of("file", "/srv/x.db"));
        host.command("sqlite3", 0, "26.4.7\r\n");
        assertThat(look(store, "SELECT v", Reading.PLAIN)).isEqualTo(Answer.word("26.4.7"));
        host.command("sqlite3", 0, "");
        assertThat(look(store, "SELECT v", Reading.PLAIN)).isEqualTo(new Answer.Absent());
        assertThat(look(store, "SELECT v", rows("v"))).isEqualTo(new Answer.Rows(List.of()));
        assertThat(look(store, "SELECT v", LookerTest.orElse(Reading.PLAIN, "0")))
                .isEqualTo(Answer.word("0"));
        host.command("sqlite3", 1, "Error: no such table: v");
        assertThat(look(store, "SELECT v", Reading.PLAIN))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class,
                        answer -> assertThat(answer.why()).contains("no such table"));
    }

    @Test
    void a_value_in_a_query_is_a_literal_or_a_plain_name() {
        host.command("psql", 0, "1").command("mariadb", 0, "1");
        var store = store("postgresql", Map.of());
        look(store, "SELECT ${app} FROM ${prefix}appconfig", Reading.PLAIN);
        assertThat(host.launched().getLast().argv().getLast())
                .isEqualTo("--command=SELECT 'o''x\\' FROM oc_appconfig");
        look(store("mariadb", Map.of()), "SELECT ${app}", Reading.PLAIN);
        assertThat(host.launched().getLast().argv().getLast())
                .isEqualTo("--execute=SELECT 'o''x\\\\'");
        for (var bad :
                List.of(
                        "SELECT x FROM ${bad}t",
                        "SELECT '${app}'",
                        "SELECT x WHERE a = ${pw}",
                        "SELECT ${none}")) {
            assertThat(look(store, bad, Reading.PLAIN)).isInstanceOf(Answer.Unknown.class);
        }
    }

    @Test
    void redis_tells_its_release_and_how_much_waits() {
        host.command(
                "redis-cli -h 127.0.0.1 --raw INFO server", 0, "# Server\nredis_version:7.0.1\n");
        host.command(
                "redis-cli -h 127.0.0.1 --raw --scan --pattern rq:queue:*",
                0,
                "rq:queue:a\nrq:queue:b\n");
        host.command("redis-cli -h 127.0.0.1 --raw LLEN rq:queue:a", 0, "3\n");
        host.command("redis-cli -h 127.0.0.1 --raw LLEN rq:queue:b", 0, "WRONGTYPE\n");
        var store = store("redis", Map.of("url", "redis://:pw@127.0.0.1"));
        var release =
                LookerTest.reading(
                        List.of(),
                        "redis_version:(\\S+)",
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of());
        assertThat(look(store, "INFO server", release)).isEqualTo(Answer.word("7.0.1"));
        assertThat(host.launched().getLast().env()).containsEntry("REDISCLI_AUTH", "pw");
        assertThat(
                        looker.look(
                                new Probe.ByDepth(store, Template.of("rq:queue:*")),
                                SimHost.filler(values)))
                .isEqualTo(Answer.word("3"));
    }

    @Test
    void what_is_not_supported_or_not_there_is_unknown() {
        assertThat(look(store("mongodb", Map.of()), "db.version()", Reading.PLAIN))
                .isInstanceOf(Answer.Unknown.class);
        assertThat(look(store("mariadb", Map.of()), "SELECT 1", Reading.PLAIN))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class,
                        answer -> assertThat(answer.why()).contains("mariadb, mysql"));
        assertThat(look(new Store.Files("data", List.of(), false), "x", Reading.PLAIN))
                .isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void a_client_in_a_container_is_reached_by_its_tool() {
        host.command("docker compose exec -T db psql", 0, "15\n");
        var store =
                store("postgresql", Map.of("user", "kc"), "docker", "compose", "exec", "-T", "db");
        assertThat(look(store, "SHOW server_version", Reading.PLAIN)).isEqualTo(Answer.word("15"));
        assertThat(Optional.of(host.launched().getFirst().argv().getFirst())).contains("docker");
    }

    @Test
    void a_statement_of_a_step_may_write_and_a_look_may_not() {
        host.command("psql", 0, "").command("mariadb", 0, "").command("sqlite3", 0, "");
        for (var server : List.of("postgresql", "mariadb", "sqlite")) {
            var store = store(server, Map.of("file", "/srv/x.db"));
            look(store, "SELECT 1", Reading.PLAIN);
            assertThat(host.launched().getLast().argv())
                    .anyMatch(word -> word.matches("-readonly|.*READ ONLY"));
            new Statement(host, SimHost.filler(values), Duration.ofMinutes(20))
                    .execute(store, Template.of("UPDATE t SET a = ${app}"));
            assertThat(host.launched().getLast().argv())
                    .noneMatch(word -> word.matches("-readonly|.*READ ONLY"));
            assertThat(host.launched().getLast().limit()).isEqualTo(Duration.ofMinutes(20));
        }
    }
}
