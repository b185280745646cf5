package bascule.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.json.Json;
import bascule.recipe.Phase;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** Outages, ways back, doors: of a recipe made up for it. */
@NullMarked
class OutagesTest {

    private static Fabricated ledger(String release) {
        return Fabricated.of(Path.of("src/test/resources/plan/recipes"), "ledger", release)
                .powers(Powers.TODAY)
                .fact("schema", release)
                .fact("pending", "0")
                .fact("backups", "yes")
                .absent("flag");
    }

    private static List<String> ids(List<Step> steps) {
        return steps.stream().map(Step::id).toList();
    }

    @Test
    void a_release_that_must_serve_before_one_goes_on_ends_an_outage() {
        var plan = ledger("1.0").plan("3.0");
        assertThat(plan.outages()).hasSize(2);
        assertThat(ids(plan.outages().get(1).before())).contains("3.0:announce/serve:settled");
        assertThat(plan.outages().get(1).from().text()).isEqualTo("2.0");
    }

    @Test
    void two_outages_have_a_backup_and_a_way_back_each() {
        Golden.holds("ledger", PlanText.whole(ledger("1.0").plan("3.0")));
    }

    @Test
    void every_id_of_a_plan_is_its_own() {
        var plan = ledger("1.0").plan("4.0");
        var ids =
                java.util.stream.Stream.concat(
                                plan.steps(),
                                plan.outages().stream().flatMap(each -> each.back().stream()))
                        .map(Step::id)
                        .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void where_there_is_no_way_back_the_first_step_that_writes_says_so() {
        var plan = ledger("3.0").plan("4.0");
        assertThat(plan.pointOfNoReturn().map(Step::id)).contains("migrate/books");
        assertThat(Outline.of(plan).pointOfNoReturn().flatMap(Outline.Line::never))
                .contains("books are bound anew");
    }

    @Test
    void a_withdrawn_release_is_refused() {
        assertThatThrownBy(() -> ledger("4.0").plan("5.0")).hasMessageContaining("BSC-255");
    }

    @Test
    void a_refusal_names_its_rule_and_its_source() {
        assertThatThrownBy(() -> ledger("4.0").plan("6.0"))
                .hasMessageContaining("BSC-256")
                .hasMessageContaining("broken")
                .hasMessageContaining("issue 7");
    }

    @Test
    void what_a_step_was_answered_is_what_its_undo_names() {
        var open =
                ledger("3.0")
                        .plan("4.0")
                        .steps()
                        .filter(step -> step.id().equals("open/back:banner"))
                        .findFirst()
                        .orElseThrow();
        assertThat(Json.line(open.action())).contains("${made.announce/banner.id}");
    }

    @Test
    void behind_a_door_the_closed_sign_goes_off_before_services_start() {
        var leg = ledger("3.0").plan("4.0").outages().getFirst().legs().getFirst();
        assertThat(ids(leg.steps()))
                .containsSubsequence(
                        "migrate/books",
                        "start/back:maintenance",
                        "start/back:maintenance:then",
                        "start/start:server",
                        "verify/answers");
    }

    @Test
    void consumers_start_when_visitors_come_in() {
        var outage = ledger("3.0").plan("4.0").outages().getFirst();
        assertThat(ids(outage.closing())).contains("quiesce/stop:robot");
        assertThat(ids(outage.legs().getFirst().steps())).doesNotContain("start/start:robot");
        assertThat(ids(outage.after())).contains("open/start:robot");
    }

    @Test
    void nothing_on_the_way_back_is_done_without_a_cause_but_telling() {
        for (var outage : ledger("1.0").plan("4.0").outages()) {
            assertThat(outage.back())
                    .filteredOn(step -> step.undoes().isEmpty())
                    .allMatch(step -> step.action() instanceof Action.Notify);
        }
    }

    @Test
    void what_names_the_stage_is_asked_once_it_stands() {
        var before = ledger("3.0").plan("4.0").outages().getFirst().before();
        assertThat(before)
                .filteredOn(step -> step.id().equals("stage/staged"))
                .extracting(Step::phase)
                .containsExactly(Phase.STAGE);
    }

    @Test
    void a_note_that_nobody_acknowledged_is_in_the_plan_as_such() {
        assertThat(ledger("1.0").plan("2.0").notices())
                .extracting(Plan.Notice::state)
                .containsExactly("acknowledge");
        assertThat(ledger("1.0").accepting("rights").plan("2.0").notices())
                .extracting(Plan.Notice::state)
                .containsExactly("acknowledged");
    }
}
