package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Answer;
import bascule.problem.Refusal;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Which way a plan takes, and why it refuses to take one. */
@NullMarked
class RouteTest {

    static Fabricated photos(String release) {
        return Fabricated.of("photos", release)
                .fact("schema", release)
                .fact(
                        "db",
                        new Answer.Fields(Map.of("host", "db", "user", "p", "dbname", "appbox")))
                .fact("php", "7.0.33")
                .fact("elasticsearch", "2.4.6")
                .fact("php-fpm", "php7.0-fpm")
                .fact("web-server", "nginx")
                .fact("worker-group", "phraseanet:")
                .fact("url", "https://photos.example.org")
                .fact("scheduler", "running")
                .fact("system", "fine")
                .fact("idp", new Answer.Rows(List.of(Map.of("type", "openid"))))
                .absent("queue", "backlog")
                .row("databox", "box1", Map.of("dbname", "box1", "host", "db", "user", "p"))
                .row("databox", "box2", Map.of("dbname", "box2", "host", "db", "user", "p"))
                .within("databox", "sample", "a.jpg", Map.of("path", "/srv/datas/a.jpg"));
    }

    static Fabricated cloud(String release) {
        return Fabricated.of("cloud", release)
                .fact("schema", release)
                .fact(
                        "db",
                        new Answer.Fields(
                                Map.of(
                                        "dbtype", "mysql",
                                        "dbhost", "db",
                                        "dbname", "cloud",
                                        "dbuser", "cloud",
                                        "dbtableprefix", "oc_",
                                        "datadirectory", "/srv/cloud-data")))
                .fact("url", "https://cloud.example.org")
                .fact("apps", "calendar files")
                .fact("integrity", "fine")
                .fact("php-fpm", "php8.2-fpm")
                .fact("timer", "")
                .fact("php", "8.2.7");
    }

    private static List<String> stops(Plan plan) {
        return plan.legs().map(leg -> leg.to().text()).toList();
    }

    @Test
    void a_stop_is_made_where_a_rule_says_so() {
        assertThat(stops(photos("3.7.4").plan("4.0.2"))).containsExactly("3.8.8", "4.0.2");
    }

    @Test
    void no_stop_is_made_for_a_target_that_the_rule_does_not_speak_of() {
        assertThat(stops(photos("3.7.4").plan("4.1.22"))).containsExactly("4.1.22");
    }

    @Test
    void every_series_is_stopped_at_in_its_latest_release() {
        assertThat(stops(cloud("27.1.11").plan("30")))
                .containsExactly("28.0.14", "29.0.16", "30.0.14");
    }

    @Test
    void the_series_one_is_in_is_finished_first() {
        assertThat(stops(cloud("28.0.4").plan("29.0.16"))).containsExactly("28.0.14", "29.0.16");
    }

    @Test
    void legs_of_one_outage_have_one_backup_and_one_way_back() {
        var plan = cloud("27.1.11").plan("30.0.14");
        assertThat(plan.outages()).hasSize(1);
        assertThat(plan.steps().filter(step -> step.id().equals("backup/database"))).hasSize(1);
        assertThat(plan.outages().getFirst().back())
                .filteredOn(step -> step.action() instanceof Action.Restore)
                .extracting(Step::id)
                .containsExactly("back/restore:database", "back/restore:config");
    }

    @Test
    void a_release_that_is_not_there_is_refused_with_its_neighbours() {
        refused("BSC-252", "27.9.9", "28.0.4");
    }

    @Test
    void a_downgrade_is_refused() {
        assertThatThrownBy(() -> cloud("29.0.16").plan("28.0.14")).hasMessageContaining("BSC-253");
    }

    @Test
    void the_same_release_is_refused() {
        refused("BSC-254", "27.1.11", "installed already");
    }

    @Test
    void what_a_release_needs_and_is_not_there_is_named_with_the_rule() {
        assertThatThrownBy(() -> cloud("27.1.11").fact("php", "7.4.3").plan("28.0.14"))
                .hasMessageContaining("BSC-258")
                .hasMessageContaining("php >=8.0 <8.4")
                .hasMessageContaining("php = 7.4.3")
                .hasMessageContaining("php-27");
    }

    @Test
    void a_rule_that_may_be_accepted_refuses_until_it_is() {
        assertThatThrownBy(() -> photos("3.1.5").plan("4.1.22"))
                .hasMessageContaining("BSC-257")
                .hasMessageContaining("--accept before-3.5");
        assertThat(stops(photos("3.1.5").accepting("before-3.5").plan("4.1.22")))
                .containsExactly("4.1.22");
    }

    @Test
    void what_this_version_cannot_do_is_refused_by_name() {
        assertThatThrownBy(() -> photos("4.0.2").powers(Powers.TODAY).plan("4.1.22"))
                .hasMessageContaining("BSC-263");
    }

    @Test
    void a_list_that_is_not_known_is_not_guessed() {
        assertThatThrownBy(
                        () ->
                                Fabricated.of("photos", "4.0.2")
                                        .fact("php", "7.0.1")
                                        .fact("elasticsearch", "2.4.6")
                                        .plan("4.1.22"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("BSC-26");
    }

    private static void refused(String code, String target, String said) {
        assertThatThrownBy(() -> cloud("27.1.11").plan(target))
                .hasMessageContaining(code)
                .hasMessageContaining(said);
    }

    @Test
    void a_note_with_steps_is_done_in_the_leg_that_passes_it() {
        Golden.holds("nextcloud", PlanText.brief(cloud("27.1.11").plan("30.0.14")));
    }

    @Test
    void tenants_are_gone_over_one_by_one() {
        Golden.holds("phraseanet", PlanText.whole(photos("4.0.2").plan("4.1.22")));
        assertThat(Version.of("4.1.22")).isEqualTo(photos("4.0.2").plan("4.1.22").to());
    }

    @Test
    void a_stop_on_the_way_verifies_its_releases_and_nothing_more() {
        Golden.holds("phraseanet-stop", PlanText.brief(photos("3.7.4").plan("4.0.2")));
    }

    static Fabricated erp() {
        return Fabricated.of("erp", "3.24.0")
                .fact("lead", "dokos")
                .fact(
                        "common",
                        new Answer.Fields(Map.of("db_host", "db", "webserver_port", "8000")))
                .fact("manager", "supervisor")
                .fact("groups", "running")
                .fact("backlog", "12")
                .fact("skipped[a.example]", "0")
                .fact("skipped[b.example]", "3")
                .fact("schema[a.example]", "3.24.0")
                .fact("schema[b.example]", "3.24.0")
                .toolchain("python", "3.11.2")
                .toolchain("node", "20.11.0")
                .row("app", "frappe", Map.of("app", "frappe"))
                .row("app", "acme", Map.of("app", "acme"))
                .row("site", "a.example", site("a.example", "mariadb"))
                .row("site", "b.example", site("b.example", "postgres"));
    }

    private static Map<String, String> site(String name, String kind) {
        return Map.of(
                "folder",
                name,
                "path",
                "/home/frappe/frappe-bench/sites/" + name + "/site_config.json",
                "db_name",
                "db_" + name,
                "db_type",
                kind);
    }

    @Test
    void a_bench_of_two_sites_goes_over_two_legs_in_one_outage() {
        Golden.holds("dokos", PlanText.brief(erp().plan("4.10.0")));
    }

    @Test
    void an_expectation_over_a_list_holds_for_every_row() {
        var upgrade =
                photos("4.0.2")
                        .plan("4.1.22")
                        .steps()
                        .filter(step -> step.id().equals("migrate/upgrade"))
                        .findFirst()
                        .orElseThrow();
        assertThat(upgrade.expect().getFirst().condition().facts())
                .contains("schema", "databox-schema[box1]", "databox-schema[box2]");
    }

    @Test
    void a_tenant_that_appears_makes_the_plan_stale_and_a_size_does_not() {
        var plan = erp().plan("4.10.0");
        assertThat(Stale.of(plan, erp().survey())).isEmpty();
        var more = erp().row("site", "c.example", site("c.example", "mariadb")).survey();
        assertThat(Stale.of(plan, more))
                .extracting(Stale.Change::fact)
                .containsExactly(":list site");
    }
}
