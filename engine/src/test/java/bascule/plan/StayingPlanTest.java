package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.json.Json;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

/** Plans after which the same release serves. */
@NullMarked
class StayingPlanTest {
    private static final Source SOURCE =
            new Source(Map.of("data", Path.of("/backups/1/data@24.0.5")), Map.of("data", 1000L));

    private static Planner planner() {
        var sso = KeycloakPlanTest.sso();
        return new Planner(sso.subject(), sso.survey(), sso.options());
    }

    @Test
    void a_backup_closes_nothing_unless_that_is_wanted() {
        var plan = planner().backup(false);
        assertThat(plan.steps()).noneMatch(step -> step.phase().closed());
        assertThat(plan.outages().getFirst().back())
                .allMatch(step -> step.action() instanceof Action.Abandon);
        Golden.holds("backup-serving", PlanText.whole(plan));
    }

    @Test
    void a_closed_backup_goes_back_without_putting_data_back() {
        var plan = planner().backup(true);
        assertThat(plan.outages().getFirst().back())
                .noneMatch(step -> step.action() instanceof Action.Restore);
        Golden.holds("backup-closed", PlanText.whole(plan));
    }

    @Test
    void a_restore_copies_what_is_there_and_puts_that_back_if_it_fails() {
        var plan = planner().restore(SOURCE, true);
        assertThat(plan.outages().getFirst().back())
                .filteredOn(step -> step.action() instanceof Action.Restore)
                .allSatisfy(
                        step ->
                                assertThat(((Action.Restore) step.action()).from().text())
                                        .startsWith("${run.backups}/"));
        Golden.holds("restore", PlanText.whole(plan));
    }

    @Test
    void a_restore_that_copies_nothing_has_no_way_back_and_says_so() {
        var plan = planner().restore(SOURCE, false);
        assertThat(plan.pointOfNoReturn().map(Step::id)).contains("switch/restore:data");
        assertThat(plan.steps()).noneMatch(step -> step.action() instanceof Action.Backup);
        assertThat(plan.outages().getFirst().back())
                .noneMatch(step -> step.action() instanceof Action.Restore);
    }

    @Test
    void plans_that_stay_say_what_they_are_for_on_the_disk_too() {
        var plan = planner().prove(SOURCE, "full");
        assertThat(Json.read(Json.pretty(plan), Plan.class)).isEqualTo(plan);
        assertThat(plan.purpose()).isEqualTo(Purpose.PROVE);
        assertThat(planner().backup(false).purpose().told("upgraded")).isEqualTo("backed-up");
    }
}
