package bascule.journal;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.journal.Course.Direction;
import bascule.journal.Course.Standing;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;

@NullMarked
class CourseTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:12:00Z");

    private static Course course(Entry... entries) {
        var lines = new ArrayList<Line>();
        for (var entry : entries) {
            lines.add(new Line(lines.size() + 1L, NOW.plusSeconds(lines.size()), entry));
        }
        return Course.of(lines);
    }

    private static Entry failed(String step, String then) {
        return new Entry.Failed(step, "BSC-401", Text.verbatim("it"), then);
    }

    private static Entry began(String step, String found) {
        return new Entry.Began(step, Map.of("was", found));
    }

    private static Entry done(String step) {
        return new Entry.Done(step, Map.of(), false);
    }

    @Test
    void the_first_began_of_a_step_says_what_was_found() {
        var course = course(began("flag", "theirs"), began("flag", "ours"), done("flag"));
        assertThat(course.found("flag")).contains(Map.of("was", "theirs"));
        assertThat(course.began("flag")).contains(NOW);
    }

    @Test
    void a_failure_turns_the_run_and_nothing_but_a_choice_turns_it_again() {
        assertThat(course(failed("x", "back"), began("back/x", "")).direction())
                .isEqualTo(Direction.BACK);
        assertThat(course(failed("x", "pause"), new Entry.Attempt("boot", false)).direction())
                .isEqualTo(Direction.WAITING);
        assertThat(course(failed("x", "pause"), new Entry.Retry("anna")).direction())
                .isEqualTo(Direction.FORWARD);
        assertThat(course(failed("x", "on")).direction()).isEqualTo(Direction.FORWARD);
        assertThat(course(failed("x", "unsettled")).direction()).isEqualTo(Direction.FORWARD);
    }

    @Test
    void on_the_way_back_nothing_leads_forward_again() {
        var course =
                course(
                        failed("x", "back"),
                        failed("back/x", "stuck"),
                        new Entry.Retry("anna"),
                        new Entry.Skip("back/x", "anna", "by hand"));
        assertThat(course.direction()).isEqualTo(Direction.BACK);
        assertThat(course.standing("back/x")).isEqualTo(Standing.SKIPPED);
    }

    @Test
    void a_step_taken_back_is_as_if_it_had_not_begun_but_what_it_found_is_kept() {
        var undo = Course.TAKING_BACK + "flag";
        var course = course(began("flag", "theirs"), began(undo, ""), done(undo));
        assertThat(course.standing("flag")).isEqualTo(Standing.UNTOUCHED);
        assertThat(course.touched("flag")).isFalse();
        assertThat(course.found("flag")).contains(Map.of("was", "theirs"));
    }

    @Test
    void what_was_so_already_was_not_touched() {
        var course = course(new Entry.Done("flag", Map.of(), true));
        assertThat(course.touched("flag")).isFalse();
        assertThat(course.standing("flag").over()).isTrue();
    }

    @Test
    void attempts_without_a_step_further_are_counted() {
        var boot = new Entry.Attempt("boot", false);
        assertThat(course(boot, began("x", ""), boot, began("x", ""), boot).barren()).isEqualTo(3);
        assertThat(course(boot, began("x", ""), boot, done("x")).barren()).isZero();
        assertThat(course(boot, failed("x", "stuck"), boot).barren()).isEqualTo(2);
    }
}
