package bascule.run;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.event.Event;
import bascule.journal.Fuse;
import bascule.journal.SimJournal;
import bascule.journal.SimStorage;
import bascule.plan.Plan;
import bascule.text.Texts;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is told at the end of a run, and on the way. */
@NullMarked
class RunnerTellsTest {
    private final TickedClock clock = new TickedClock();
    private final SimStorage storage = new SimStorage();
    private final TraceDoer doer = new TraceDoer();
    private final List<Event> events = new ArrayList<>();

    private Outcome run(Plan.OnFailure onFailure, String happens) {
        var plan =
                TracePlan.of(
                        "fetch | stop | rows | open calm. | restore<rows restart<stop drop.<fetch",
                        onFailure);
        if (!happens.isEmpty()) {
            doer.happens(happens);
        }
        return new Runner(doer, SimJournal.open(storage, clock), clock, events::add)
                .run(plan, new Start("anna", true, Path.of("/backups/7"), Gatekeeper.NOBODY));
    }

    private static String said(Outcome outcome) {
        return outcome.problem().orElseThrow().say(Texts.in(Locale.ENGLISH));
    }

    private <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void the_outage_is_measured_over_a_crash() {
        try {
            run(Plan.OnFailure.BACK, "rows^");
        } catch (Fuse.Crash died) {
            clock.tick(Duration.ofHours(1));
        }
        run(Plan.OnFailure.BACK, "rows:none");
        assertThat(events(Event.Served.class))
                .singleElement()
                .satisfies(
                        served -> {
                            assertThat(served.release()).isEqualTo("2");
                            assertThat(Duration.ofMillis(served.outageMillis()))
                                    .isBetween(Duration.ofHours(1), Duration.ofMinutes(62));
                        });
        assertThat(events(Event.RunBegan.class)).hasSize(1);
        assertThat(events(Event.Resumed.class)).hasSize(1);
    }

    @Test
    void steps_are_counted_on_over_a_crash() {
        try {
            run(Plan.OnFailure.BACK, "rows^");
        } catch (Fuse.Crash died) {
            events.clear();
        }
        run(Plan.OnFailure.BACK, "rows:none");
        assertThat(events(Event.StepBegan.class))
                .extracting(Event.StepBegan::index)
                .containsExactly(3, 4, 5);
    }

    @Test
    void who_was_rolled_back_is_told_what_serves_since_when_and_where_the_backup_is() {
        var outcome = run(Plan.OnFailure.BACK, "rows!");
        assertThat(said(outcome))
                .contains("error[BSC-401]: cannot upgrade wiki to 2")
                .contains("why:  step 'rows': it ended with code 1")
                .contains("now:  wiki serves 1 since 2026-11-20T03:")
                .contains("rolled back; the backup is kept in /backups/7")
                .contains("next: bascule log wiki --step rows");
    }

    @Test
    void who_failed_before_the_outage_is_told_that_nobody_was_interrupted() {
        assertThat(said(run(Plan.OnFailure.BACK, "fetch!")))
                .contains("now:  wiki serves 1, as it did all along; nobody was interrupted");
    }

    @Test
    void who_waits_for_a_choice_is_told_the_choices() {
        assertThat(said(run(Plan.OnFailure.PAUSE, "rows!")))
                .contains("now:  wiki is closed to visitors; the backup is kept in /backups/7")
                .contains("next: bascule resume wiki --retry, or --skip rows --because WHY");
    }

    @Test
    void who_is_not_settled_is_told_that_the_new_release_serves() {
        assertThat(said(run(Plan.OnFailure.BACK, "calm!")))
                .contains("now:  wiki serves 2 since 2026-11-20T03:")
                .contains("bascule rollback wiki shows what going back would lose");
    }

    @Test
    void an_end_of_long_ago_is_told_in_the_same_words() {
        var first = said(run(Plan.OnFailure.BACK, "rows!"));
        assertThat(said(run(Plan.OnFailure.BACK, ""))).isEqualTo(first);
    }

    @Test
    void every_sentence_is_said_in_french_too() {
        var problem = run(Plan.OnFailure.BACK, "rows!").problem().orElseThrow();
        assertThat(problem.say(Texts.in(Locale.FRENCH)))
                .contains("wiki sert 1 depuis")
                .contains("la sauvegarde est conservée dans /backups/7");
    }
}
