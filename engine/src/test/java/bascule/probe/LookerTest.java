package bascule.probe;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Host;
import bascule.host.Ran;
import bascule.host.Service;
import bascule.host.SimHost;
import bascule.text.Texts;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

@NullMarked
class LookerTest {
    @TempDir Path folder;

    private final SimHost host = new SimHost();
    private final Looker looker = new Looker(host, Texts.in(Locale.ENGLISH));
    private final Host.Filler filler =
            SimHost.filler(Map.of("empty", "", "name", "wiki", "password", "s3cret"), "password");

    private static Reading key(String... keys) {
        return reading(List.of(keys), null, Map.of(), Map.of(), List.of(), List.of());
    }

    private static Reading match(String pattern) {
        return reading(List.of(), pattern, Map.of(), Map.of(), List.of(), List.of());
    }

    private static Reading codes(Map<String, String> codes) {
        return reading(List.of(), null, codes, Map.of(), List.of(), List.of());
    }

    private static Reading rows(String... names) {
        return reading(List.of(), null, Map.of(), Map.of(), List.of(), List.of(names));
    }

    static Reading reading(
            List<String> key,
            @org.jspecify.annotations.Nullable String match,
            Map<String, String> codes,
            Map<String, String> means,
            List<String> fields,
            List<String> rows) {
        return new Reading(
                key, Optional.ofNullable(match), codes, means, fields, rows, Optional.empty());
    }

    static Reading orElse(Reading reading, String otherwise) {
        return new Reading(
                reading.key(),
                reading.match(),
                reading.codes(),
                reading.means(),
                reading.fields(),
                reading.rows(),
                Optional.of(otherwise));
    }

    private static Probe command(Reading reading, String... argv) {
        var command =
                new Command(
                        Arrays.stream(argv).map(Template::of).toList(),
                        Optional.empty(),
                        Template.of("/"),
                        Map.of(),
                        Optional.empty(),
                        Duration.ofMinutes(10));
        return new Probe.ByCommand(command, reading, false);
    }

    private Probe file(Reading reading, String... names) {
        return new Probe.ByFile(
                Arrays.stream(names)
                        .map(name -> name.isEmpty() ? "${empty}" : folder + "/" + name)
                        .map(Template::of)
                        .toList(),
                reading);
    }

    private Answer look(Probe probe) {
        return looker.look(probe, filler);
    }

    private static Answer word(String word) {
        return Answer.word(word);
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void values_are_known_or_filled() {
        assertThat(look(new Probe.Known(word("x")))).isEqualTo(word("x"));
        assertThat(look(new Probe.ByTemplate(Template.of("a ${name}")))).isEqualTo(word("a wiki"));
        assertThat(look(new Probe.ByTemplate(Template.of("${none}"))))
                .isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void exit_codes_are_words_or_the_answer_itself() {
        host.command("state", 11, "noise").command("count", 7, "").command("fine", 0, "all fine");
        var words = codes(Map.of("10", "running", "11", "stopped"));
        assertThat(look(command(words, "state"))).isEqualTo(word("stopped"));
        assertThat(look(command(codes(Map.of("*", "number")), "count"))).isEqualTo(word("7"));
        assertThat(look(command(words, "fine"))).isInstanceOf(Answer.Unknown.class);
        assertThat(look(command(Reading.PLAIN, "fine"))).isEqualTo(word("all fine"));
        assertThat(look(command(Reading.PLAIN, "count")))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class, answer -> assertThat(answer.why()).contains("7"));
    }

    @Test
    void a_look_by_command_lasts_thirty_seconds_at_most_and_empty_words_are_left_out() {
        host.command("x", 0, "");
        look(command(Reading.PLAIN, "x", "${empty}", "${name}"));
        var launch = host.launched().getFirst();
        assertThat(launch.limit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(launch.argv()).containsExactly("x", "wiki");
        assertThat(launch.work()).isEmpty();
    }

    @Test
    void what_a_command_prints_is_read_behind_its_warnings() {
        host.command("json", 0, "[warn\nPHP Warning: {x\n[{\"app\": \"a\", \"v\": 1}]\n");
        host.command("lines", 0, "{\"State\": \"ok\"}\n");
        host.command("each", 0, "{\"a\": 1}\n{\"a\": 2}\n");
        host.command("table", 0, "one  enabled\ntwo disabled or so\n");
        assertThat(look(command(rows("app", "v"), "json")))
                .isEqualTo(new Answer.Rows(List.of(Map.of("app", "a", "v", "1"))));
        assertThat(look(command(key("State"), "lines"))).isEqualTo(word("ok"));
        assertThat(look(command(rows("a"), "each")))
                .isEqualTo(new Answer.Rows(List.of(Map.of("a", "1"), Map.of("a", "2"))));
        assertThat(look(command(rows("name", "state"), "table")))
                .isEqualTo(
                        new Answer.Rows(
                                List.of(
                                        Map.of("name", "one", "state", "enabled"),
                                        Map.of("name", "two", "state", "disabled or so"))));
        assertThat(look(command(match("(?m)^\\S+\\s+(disabled)"), "table")))
                .isEqualTo(word("disabled"));
        assertThat(look(command(orElse(match("zzz"), "none"), "table"))).isEqualTo(word("none"));
        assertThat(look(command(match("zzz"), "table"))).isEqualTo(new Answer.Absent());
    }

    @Test
    void what_cannot_be_asked_is_unknown_without_secrets() {
        host.command("leak", _ -> new Ran(1, Optional.empty(), false, "bad: s3cret"));
        host.command("slow", _ -> new Ran(137, Optional.of("KILL"), true, ""));
        var secret = new Probe.ByTemplate(Template.of("${password}"));
        assertThat(looker.look(secret, filler)).isEqualTo(word("s3cret"));
        for (var probe :
                List.of(
                        command(Reading.PLAIN, "leak"),
                        command(Reading.PLAIN, "slow"),
                        command(Reading.PLAIN, "missing"),
                        command(match("("), "leak"))) {
            assertThat(look(probe))
                    .isInstanceOfSatisfying(
                            Answer.Unknown.class,
                            answer ->
                                    assertThat(answer.why()).isNotBlank().doesNotContain("s3cret"));
        }
    }

    @Test
    void the_first_file_that_has_the_key_answers_each_with_its_own_key() throws IOException {
        write("env", "KC_DB_URL=x\n");
        write("conf/keycloak.conf", "db=postgres\nhttp-port=8180\n");
        var files = new String[] {"env", "conf/keycloak.conf"};
        assertThat(look(file(key("KC_DB", "db"), files))).isEqualTo(word("postgres"));
        assertThat(look(file(key("KC_DB_URL", "db-url"), files))).isEqualTo(word("x"));
        assertThat(look(file(orElse(key("KC_X", "x"), "8080"), files))).isEqualTo(word("8080"));
        assertThat(look(file(key("KC_X", "x"), files))).isEqualTo(new Answer.Absent());
        assertThat(look(file(key("KC_DB", "db"), "", "conf/keycloak.conf")))
                .isEqualTo(word("postgres"));
        assertThat(look(file(orElse(key("a"), "d"), "none"))).isEqualTo(word("d"));
    }

    @Test
    void a_file_answers_by_match_key_and_match_fields_rows_or_being_there() throws IOException {
        write("Version.php", "<?php\nclass V { private $number = '4.1.6'; }");
        write("version.txt", "Keycloak - Version 26.4.7\n");
        write(
                "config.php",
                "<?php $CONFIG = array('version' => '29.0.1.1', 'dbhost' => 'h', 'dbpassword' => 'p');");
        write(
                "c.yml",
                "main: {database: {host: h, port: 3306}}\nids: {a: {type: x}, b: {type: y}}");
        write("bin", "\0\1");
        assertThat(look(file(match("number = '([^']+)'"), "Version.php"))).isEqualTo(word("4.1.6"));
        assertThat(look(file(match("(\\d+\\.\\d+\\.\\d+)"), "version.txt")))
                .isEqualTo(word("26.4.7"));
        var both =
                reading(
                        List.of("version"),
                        "^(\\d+\\.\\d+\\.\\d+)",
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of());
        assertThat(look(file(both, "config.php"))).isEqualTo(word("29.0.1"));
        var fields =
                reading(List.of(), null, Map.of(), Map.of(), List.of("dbhost", "none"), List.of());
        assertThat(look(file(fields, "config.php")))
                .isEqualTo(new Answer.Fields(Map.of("dbhost", "h")));
        var below =
                reading(
                        List.of("main.database"),
                        null,
                        Map.of(),
                        Map.of(),
                        List.of("host", "port"),
                        List.of());
        assertThat(look(file(below, "c.yml")))
                .isEqualTo(new Answer.Fields(Map.of("host", "h", "port", "3306")));
        var each = reading(List.of("ids"), null, Map.of(), Map.of(), List.of(), List.of("type"));
        assertThat(look(file(each, "c.yml")))
                .isEqualTo(new Answer.Rows(List.of(Map.of("type", "x"), Map.of("type", "y"))));
        var means =
                reading(List.of(), null, Map.of(), Map.of("*", "supervisor"), List.of(), List.of());
        assertThat(look(file(means, "bin"))).isEqualTo(word("supervisor"));
        assertThat(look(file(means, "none"))).isEqualTo(new Answer.Absent());
        assertThat(look(file(Reading.PLAIN, "bin"))).isEqualTo(word("present"));
        assertThat(look(file(Reading.PLAIN, "version.txt")))
                .isEqualTo(word("Keycloak - Version 26.4.7"));
    }

    @Test
    void a_damaged_file_makes_it_unknown_and_names_the_file() throws IOException {
        write("a.json", "{\"a\": ");
        assertThat(look(file(key("a"), "a.json")))
                .isInstanceOfSatisfying(
                        Answer.Unknown.class,
                        answer -> assertThat(answer.why()).contains("a.json", "line 1"));
    }

    @Test
    void every_file_of_a_pattern_is_a_row() throws IOException {
        write("sites/b.test/site_config.json", "{\"db_name\": \"b\", \"db_password\": \"p\"}");
        write("sites/a.test/site_config.json", "{\"db_name\": \"a\"}");
        write("sites/common_site_config.json", "{}");
        write("sites/.hidden/site_config.json", "{}");
        var under = Template.of(folder.toString());
        var probe =
                new Probe.ByFiles(
                        Template.of("sites/*/site_config.json"),
                        under,
                        rows("db_name", "db_password"));
        assertThat(look(probe))
                .isEqualTo(
                        new Answer.Rows(
                                List.of(
                                        Map.of(
                                                "path",
                                                folder + "/sites/a.test/site_config.json",
                                                "folder",
                                                "a.test",
                                                "name",
                                                "site_config.json",
                                                "db_name",
                                                "a"),
                                        Map.of(
                                                "path",
                                                folder + "/sites/b.test/site_config.json",
                                                "folder",
                                                "b.test",
                                                "name",
                                                "site_config.json",
                                                "db_name",
                                                "b",
                                                "db_password",
                                                "p"))));
        var jars = new Probe.ByFiles(Template.of("lib/h2-*.jar"), under, rows("path"));
        assertThat(look(jars)).isEqualTo(new Answer.Rows(List.of()));
        write("lib/h2-2.3.jar", "\0");
        assertThat(look(jars))
                .isInstanceOfSatisfying(
                        Answer.Rows.class,
                        rows ->
                                assertThat(rows.rows().getFirst())
                                        .containsEntry("path", folder + "/lib/h2-2.3.jar"));
    }

    @Test
    void a_tenant_that_cannot_be_read_makes_the_list_unknown() throws IOException {
        write("sites/a/site_config.json", "{\"db_name\": \"a\"}");
        write("sites/b/site_config.json", "{");
        var probe =
                new Probe.ByFiles(
                        Template.of("sites/*/site_config.json"),
                        Template.of(folder.toString()),
                        rows("db_name"));
        assertThat(look(probe)).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void services_run_or_not() {
        var service = new Service.Systemd("web", Template.of("nginx"), "system");
        assertThat(look(new Probe.ByService(service))).isInstanceOf(Answer.Unknown.class);
        host.service("web", Host.Standing.RUNNING);
        assertThat(look(new Probe.ByService(service))).isEqualTo(word("running"));
        host.service("web", Host.Standing.STOPPED);
        assertThat(look(new Probe.ByService(service))).isEqualTo(word("stopped"));
    }

    @Test
    void a_package_has_its_makers_release() {
        host.command("dpkg-query", 0, "app-core\t1:24.04.1-2+deb12u1\tinstalled\n");
        var probe = new Probe.ByPackage(Template.of("app-*"), Reading.PLAIN);
        assertThat(look(probe)).isEqualTo(word("24.04.1"));
        host.command("dpkg-query", 0, "a\t1.0-1\tinstalled\nb\t2.0-1\tinstalled\n");
        assertThat(look(probe)).isInstanceOf(Answer.Unknown.class);
        host.command("dpkg-query", 0, "a\t1.0-1\tinstalled\nb\t2.0-1\tconfig-files\n");
        assertThat(look(probe)).isEqualTo(word("1.0"));
        host.command("dpkg-query", 1, "no packages found").command("rpm", 0, "");
        assertThat(look(probe)).isEqualTo(new Answer.Absent());
        host.command("rpm", 0, "app\t24.10.2-1.el8\tinstalled\n");
        assertThat(look(probe)).isEqualTo(word("24.10.2"));
        var odd = new Probe.ByPackage(Template.of("--root=/x"), Reading.PLAIN);
        assertThat(look(odd)).isInstanceOf(Answer.Unknown.class);
    }
}
