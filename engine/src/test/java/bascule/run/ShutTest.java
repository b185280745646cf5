package bascule.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.journal.Entry;
import bascule.journal.Fuse;
import bascule.journal.Line;
import bascule.journal.SimJournal;
import bascule.journal.SimStorage;
import bascule.problem.Refusal;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** What fails once the new release was found good, while visitors are, or would be, kept out. */
@NullMarked
class ShutTest {
    private final TickedClock clock = new TickedClock();
    private final SimStorage storage = new SimStorage();
    private final SimPlan.Made made = plan();
    private final SimWorld world =
            new SimWorld(made, new Fuse(), new SimWitness(made.plan(), storage, this::lines));

    /** One outage, a service that is barred, and nothing that fails. */
    private static SimPlan.Made plan() {
        return LongStream.range(1, 1000)
                .mapToObj(SimPlan::of)
                .filter(made -> made.plan().outages().size() == 1)
                .filter(made -> made.natures().containsKey("o1:open/unbar"))
                .findFirst()
                .map(made -> SimDoor.around(made, 1))
                .map(
                        made -> {
                            made.natures().replaceAll((_, _) -> SimNature.PLAIN);
                            return made;
                        })
                .orElseThrow();
    }

    private List<Line> lines() {
        return SimJournal.open(storage, clock).lines();
    }

    private void fails(String step, SimNature.Fails how) {
        made.natures().put(step, SimNature.PLAIN.failing(how, 0));
    }

    private String start() {
        return made.plan()
                .steps()
                .map(step -> step.id())
                .filter(id -> id.endsWith(":start/web"))
                .toList()
                .getLast();
    }

    private Outcome run(Wish... wishes) {
        var runner = new Runner(world, SimJournal.open(storage, clock), clock, _ -> {});
        List.of(wishes).forEach(runner::wish);
        return runner.run(
                made.plan(), new Start("anna", true, Path.of("/backups/7"), Gatekeeper.NOBODY));
    }

    private void boot() {
        world.crashed(true);
    }

    @Test
    void a_door_that_does_not_open_is_told_as_stuck() {
        fails("o1:open/door", SimNature.Fails.ONCE);
        assertThat(run()).isInstanceOf(Outcome.Stuck.class);
        assertThat(run().serving().release()).as("nobody gets in").isEmpty();
        var outcome = run(new Wish.Retry("anna"));
        assertThat(outcome).isInstanceOf(Outcome.Upgraded.class);
        assertThat(world.state.closed()).isEmpty();
    }

    @Test
    void a_service_that_stays_barred_needs_hands_and_is_started_after_a_boot() {
        fails("o1:open/unbar", SimNature.Fails.ONCE);
        assertThat(run())
                .isInstanceOfSatisfying(
                        Outcome.Stuck.class,
                        stuck -> {
                            assertThat(stuck.step()).isEqualTo("o1:open/unbar");
                            assertThat(stuck.problem().orElseThrow().code()).isEqualTo("BSC-401");
                            assertThat(stuck.serving().release()).contains(made.plan().to());
                        });
        boot();
        assertThat(world.state.running()).as("it is barred").isEmpty();
        assertThat(run().serving().release()).contains(made.plan().to());
        assertThat(world.state.running()).containsExactly("web");
        assertThat(run(new Wish.Retry("anna"))).isInstanceOf(Outcome.Upgraded.class);
        assertThat(world.state.barred()).isEmpty();
    }

    @Test
    void what_does_not_start_after_a_boot_never_takes_back_what_visitors_wrote() {
        fails("o1:open/unbar", SimNature.Fails.ONCE);
        run();
        boot();
        fails(start(), SimNature.Fails.ALWAYS);
        var outcome = run();
        assertThat(outcome).isInstanceOf(Outcome.Stuck.class);
        assertThat(outcome.serving().release()).isEmpty();
        assertThat(lines()).noneMatch(line -> SimJudge.turns(line.entry()));
        assertThatThrownBy(() -> run(new Wish.Back("anna", false)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("BSC-312"));
        made.natures().put(start(), SimNature.PLAIN);
        assertThat(run(new Wish.Retry("anna"))).isInstanceOf(Outcome.Upgraded.class);
        assertThat(lines().getLast().entry()).isInstanceOf(Entry.Ended.class);
    }
}
