package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class KeycloakPlanTest {

    static Fabricated sso() {
        return Fabricated.of("sso", "24.0.5")
                .linked()
                .jdk("17.0.15", "/usr/lib/jvm/java-17")
                .jdk("25.0.3", "/usr/lib/jvm/java-25")
                .fact("schema", "24.0.0")
                .fact("db", "dev-file")
                .fact("port", "8080")
                .fact("proxy", "none")
                .fact("env-file", "")
                .fact("unit", "")
                .absent("db-url", "db-user", "db-password");
    }

    @Test
    void the_whole_way_of_a_keycloak_is_planned() {
        Golden.holds("keycloak", PlanText.whole(sso().accepting("management-port").plan("latest")));
    }

    @Test
    void the_same_survey_gives_the_same_plan_to_the_byte() {
        assertThat(PlanFile.of(sso().plan("26.4.7")).write())
                .isEqualTo(PlanFile.of(sso().plan("latest")).write());
    }

    @Test
    void a_plan_written_to_a_file_is_read_back_whole() {
        var plan = sso().plan("26.4.7");
        assertThat(PlanFile.read(PlanFile.of(plan).write())).isEqualTo(PlanFile.of(plan));
    }

    @Test
    void a_plan_that_was_touched_is_not_read() {
        var text = PlanFile.of(sso().plan("26.4.7")).write().replace("sso\"", "sso2\"");
        assertThatThrownBy(() -> PlanFile.read(text)).hasMessageContaining("BSC-264");
    }

    /** Health has a port of its own from 25 on: what was found of 24 does not hold then. */
    @Test
    void a_case_of_a_fact_that_holds_from_the_new_release_on_is_taken_there() {
        var plan = sso().taken("health", 1).plan("26.4.7");
        assertThat(String.valueOf(plan.probes().get("verify/health@26.4.7")))
                .contains("127.0.0.1:9000/health/ready");
        assertThat(String.valueOf(plan.probes().get("back/verify/health@24.0.5")))
                .contains("127.0.0.1:8080/health/ready");
    }

    @Test
    void no_secret_stands_in_a_plan() {
        var plan = sso().fact("tester-password", "***").fact("db-password", "***").plan("26.4.7");
        assertThat(PlanFile.of(plan).write())
                .contains("${tester-password@26.4.7}")
                .doesNotContain("***");
    }
}
