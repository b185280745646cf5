package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Answer;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Texts;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The documented upgrades of three applications over many years: each way, each note where it
 * belongs, each refusal with its rule, its source, and how far one can go.
 */
@NullMarked
class SeedsTest {
    private static final Texts ENGLISH = Texts.in(Locale.ENGLISH);

    private final StringBuilder told = new StringBuilder();

    private void ask(String title, Fabricated one, String target) {
        told.append("== ").append(title).append('\n');
        try {
            tell(one.notes(target));
        } catch (Refusal refusal) {
            problem(refusal.problem());
        }
    }

    private void tell(Reading reading) {
        told.append(reading.recipe()).append(' ').append(reading.from());
        reading.stops().forEach(stop -> told.append(" -> ").append(stop));
        told.append('\n');
        for (var climb : reading.climbs()) {
            line("before %s: %s %s".formatted(climb.into(), climb.component(), climb.said()));
        }
        for (var asked : reading.notes()) {
            var note = asked.notice();
            var how =
                    note.state().equals("done")
                            ? "done by " + String.join(", ", asked.steps())
                            : note.state();
            line(
                    "%s %s: %s%s"
                            .formatted(
                                    note.release(),
                                    note.name(),
                                    how,
                                    note.because().map(why -> " (" + why + ")").orElse("")));
        }
        if (!reading.silent().isEmpty()) {
            line(
                    "nothing is asked by %d, from %s to %s"
                            .formatted(
                                    reading.silent().size(),
                                    reading.silent().getFirst(),
                                    reading.silent().getLast()));
        }
        reading.against().ifPresent(this::problem);
    }

    private void problem(Problem problem) {
        line("REFUSED " + problem.code() + ": " + ENGLISH.say(problem.why()));
        line("  next: " + ENGLISH.say(problem.next()));
    }

    private void line(String text) {
        told.append("  ").append(text.replace("src/test/resources/", "")).append('\n');
    }

    private static Fabricated photos(String release) {
        return RouteTest.photos(release).accepting("server-name");
    }

    private static Fabricated box(String release) {
        return Fabricated.of("photos-box", release)
                .fact("schema", release)
                .fact("php", "7.0.33")
                .fact("elasticsearch", "2.4.6")
                .fact("docker", "27.3.1")
                .fact("docker-compose", "2.30.3")
                .fact("queue", new Answer.Fields(Map.of("host", "mq")))
                .fact("idp", new Answer.Rows(List.of(Map.of("type", "openid"))));
    }

    @Test
    void phraseanet_from_3_1_to_4_1() {
        ask("the gate of 3.8.8 before 4.0", photos("3.7.4"), "4.0.2");
        ask("which expired with 4.0.8", photos("3.7.4"), "4.0.8");
        ask("nothing to stop at from 3.5 on", photos("3.5.0"), "latest");
        ask("data older than 3.5 want hands", photos("3.1.5"), "4.1.22");
        ask("or somebody who takes it on", photos("3.1.5").accepting("before-3.5"), "4.1.22");
        ask("from 4.0 to the last of 4.1", photos("4.0.2"), "4.1");
        ask(
                "an identity provider without a type, 4.1.11 to 4.1.13",
                photos("4.1.10").fact("idp", new Answer.Rows(List.of(Map.of("title", "x")))),
                "4.1.13");
        ask(
                "mended in 4.1.14",
                photos("4.1.10").fact("idp", new Answer.Rows(List.of(Map.of("title", "x")))),
                "4.1.14");
        ask("baskets of the third candidate", photos("4.1.6-rc3"), "4.1.6");
        ask("an early version by its channel", photos("4.1.3"), "4.1.6-rc4");
        ask("PHP that is too new", photos("3.8.8").fact("php", "7.4.3"), "4.1.22");
        ask("Elasticsearch that is too new", photos("3.8.8").fact("elasticsearch", "5.6"), "4.1");
        ask("in containers", box("4.0.8"), "4.1.22");
        ask("in containers of an older Docker", box("4.1.3").fact("docker", "24.0.7"), "4.1.22");
        ask("a release that never was", photos("4.0.2"), "4.1.12");
        ask("a way back is none", photos("4.1.22"), "4.0.2");
        Golden.holds("seed-phraseanet", told.toString());
    }

    private static Fabricated bench(String release) {
        return Fabricated.of("bench", release)
                .fact("common", new Answer.Fields(Map.of("db_host", "db")))
                .fact("manager", "supervisor")
                .fact("groups", "running")
                .fact("server[a.example]", "11.8")
                .fact("schema[a.example]", release)
                .toolchain("python", "3.10.12")
                .toolchain("python", "3.14.1")
                .toolchain("node", "18.20.0")
                .toolchain("node", "24.1.0")
                .row("app", "frappe", Map.of("app", "frappe"))
                .row("app", "erpnext", Map.of("app", "erpnext"))
                .row(
                        "site",
                        "a.example",
                        Map.of("folder", "a.example", "path", "/s", "db_type", "mariadb"));
    }

    @Test
    void frappe_from_13_to_16() {
        ask("one major release after another", bench("13.58.18"), "latest");
        ask("the series one is in is finished first", bench("14.0.0"), "15.0.0");
        ask("a database that nobody tried", elder(), "16");
        ask("which somebody may take on", elder().accepting("mariadb-16"), "16");
        ask("no Python for 16", old("13.58.18").toolchain("node", "24.1.0"), "16.2.0");
        ask("no Node for 16", old("13.58.18").toolchain("python", "3.14.1"), "16.2.0");
        ask("no Node for 14 either", Fabricated.of("bench", "13.58.18"), "14");
        Golden.holds("seed-frappe", told.toString());
    }

    private static Fabricated elder() {
        return bench("15.0.0")
                .fact("site", new Answer.Rows(List.of(Map.of("db_type", "mariadb"))))
                .fact("server[a.example]", "10.11");
    }

    private static Fabricated old(String release) {
        return Fabricated.of("bench", release)
                .toolchain("python", "3.10.12")
                .toolchain("node", "18.20.0")
                .fact("server[a.example]", "11.8")
                .row("app", "frappe", Map.of("app", "frappe"))
                .row(
                        "site",
                        "a.example",
                        Map.of("folder", "a.example", "path", "/s", "db_type", "mariadb"));
    }

    private static Fabricated packages(String release) {
        return canopsis("hypervision", release)
                .fact("distribution", "centos")
                .fact("platform", "8.9")
                .fact("timescaledb", "2.15.1")
                .fact("env-file", "/opt/canopsis/etc/go-engines-vars.conf");
    }

    private static Fabricated compose(String release) {
        return canopsis("hypervision-box", release)
                .fact("docker", "20.10.17")
                .fact("docker-compose", "1.29.2");
    }

    private static Fabricated canopsis(String instance, String release) {
        return Fabricated.of(instance, release)
                .fact("schema", release)
                .fact("edition", "pro")
                .fact("old-engines", "none")
                .fact("stat-option", "none")
                .fact("datasource", "0")
                .fact("topology", "rs0")
                .fact("redis", "6.2.6")
                .fact("mongodb", "3.6.17")
                .fact("rabbitmq", "3.7.28")
                .fact("postgresql", "13")
                .absent("ldap");
    }

    private static Fabricated raised(Fabricated one, String mongodb, String rabbitmq) {
        return one.fact("mongodb", mongodb).fact("rabbitmq", rabbitmq);
    }

    @Test
    void canopsis_from_3_10_to_24_10() {
        ask("by Compose, over everything", compose("3.10.0"), "24.10");
        ask("by packages, over everything", packages("3.10.0"), "24.10");
        ask("and if that is taken on", packages("4.4.0").accepting("packages-22.10"), "24.10.4");
        ask("no guide by packages", raised(packages("4.6.3"), "4.4.13", "3.7.28"), "22.10");
        ask(
                "RHEL 7 is too old for it",
                raised(packages("4.6.3"), "4.4.13", "3.7.28")
                        .fact("platform", "7.9")
                        .accepting("packages-22.10"),
                "22.10");
        ask("exactly 3.48.0 before 4.0", packages("3.44.1"), "4.1.1");
        ask("the old engines must be gone", packages("3.48.0").fact("old-engines", "che"), "4.0.0");
        ask("LDAP is broken in 3.10.0", packages("3.9.0").fact("ldap", "[LDAP]"), "3.10.0");
        ask("and works in 3.11.0", packages("3.9.0").fact("ldap", "[LDAP]"), "3.11.0");
        ask("without LDAP it may be taken", packages("3.9.0"), "3.10.0");
        ask("no 4.3 for the datasource", packages("4.2.0").fact("datasource", "3"), "4.3.0");
        ask("but past it", packages("4.2.0").fact("datasource", "3"), "4.4.0");
        ask("3.34.0 of Pro on Debian", debian("3.33.0"), "3.34.0");
        ask("is passed over", debian("3.33.0"), "3.35.0");
        ask("of Community it is sound", debian("3.33.0").fact("edition", "community"), "3.34.0");
        ask("no Debian from 4.2 on", debian("4.1.0"), "4.2.0");
        ask(
                "Redis that is too new",
                raised(compose("4.6.0"), "4.4.13", "3.7.28").fact("redis", "7.0.15"),
                "22.10");
        ask(
                "Compose 2 too early",
                raised(compose("4.4.1"), "4.2.18", "3.7.28").fact("docker-compose", "2.1.0"),
                "4.5.0");
        ask(
                "one MongoDB alone",
                raised(compose("23.04.0"), "5.0.14", "3.11.11").fact("topology", "alone"),
                "23.10");
        ask("23.10 to 24.04", raised(compose("23.10.3"), "5.0.14", "3.12.7"), "24.04");
        ask(
                "all is there",
                raised(compose("24.04.0"), "7.0.8", "3.12.13").fact("postgresql", "15"),
                "24.10");
        ask("a hole among the releases", packages("22.10.0"), "22.10.11");
        Golden.holds("seed-canopsis", told.toString());
    }

    private static Fabricated debian(String release) {
        return packages(release).fact("distribution", "debian");
    }

    @Test
    void several_hops_of_a_component_lie_within_one_of_the_application() {
        var climbs =
                raised(compose("23.10.11"), "5.0.14", "3.12.7").notes("24.10").climbs().stream()
                        .map(climb -> climb.into() + " " + climb.component() + " " + climb.said())
                        .collect(Collectors.toList());
        assertThat(climbs)
                .containsExactly(
                        "24.04.9 mongodb 5.0.14 → 6.0.15 → 7.0.8",
                        "24.04.9 rabbitmq 3.12.7 → 3.12.13",
                        "24.10.4 postgresql 13 → 15");
        var early = raised(compose("22.10.13"), "4.4.13", "3.7.28").notes("23.04").climbs();
        assertThat(early)
                .contains(
                        new Climb(
                                Version.of("23.04.16"),
                                "rabbitmq",
                                List.of(
                                        Version.of("3.7.28"),
                                        Version.of("3.10.20"),
                                        Version.of("3.11.11"))));
    }
}
