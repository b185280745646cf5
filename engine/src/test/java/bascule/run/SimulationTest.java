package bascule.run;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.run.SimCase.Crashing;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/**
 * Runs that die before and after every effect and every write to the journal, are resumed, die
 * again, and are resumed again.
 */
@NullMarked
class SimulationTest {
    private static final int PLANS = Integer.getInteger("bascule.plans", 110);
    private static final long FIRST = Long.getLong("bascule.seed", 1);

    /** Of more than {@link #PLANS}: these have once found something. */
    private static final long[] FOUND = {
        120, 188, 356, 374, 502, 750, 766, 788, 950, 979, 1005, 1038, 1066, 1069, 4661, 5031
    };

    @Test
    void a_run_that_dies_anywhere_ends_wholly_new_or_wholly_old_or_says_where_hands_are_needed() {
        var cases = 0;
        var began = System.nanoTime();
        for (var seed = FIRST; seed < FIRST + PLANS; seed++) {
            cases += everyCrash(SimPlan.of(seed), seed);
        }
        var millis = (System.nanoTime() - began) / 1_000_000;
        System.out.println("simulation: " + cases + " cases in " + millis + " ms");
        assertThat(cases).isGreaterThan(PLANS > 100 ? 10_000 : 0);
    }

    @Test
    void a_door_is_open_wherever_a_run_that_died_has_ended_and_closed_only_where_it_says_so() {
        var cases = 0;
        for (var seed = FIRST; seed < FIRST + Math.max(1, PLANS / 6); seed++) {
            cases += everyCrash(SimDoor.around(SimPlan.of(seed), seed), seed);
        }
        assertThat(cases).isPositive();
    }

    @Test
    void what_was_found_once_is_not_found_again() {
        for (var seed : FOUND) {
            var made = SimPlan.of(seed);
            everyCrash(made, seed);
            everyCrash(SimDoor.around(made, seed), seed);
        }
    }

    private static int everyCrash(SimPlan.Made made, long seed) {
        var ticks = tell(made, seed, List.of());
        var random = new Random(seed);
        for (var tick = 0; tick < ticks; tick++) {
            var second = random.nextInt(25);
            tell(made, seed, List.of(new Crashing(tick, false, 0), new Crashing(second, false, 0)));
            var torn = random.nextInt(250);
            var third = new Crashing(random.nextInt(25), random.nextBoolean(), random.nextInt(250));
            tell(made, seed, List.of(new Crashing(tick, true, torn), third));
        }
        return 1 + 2 * ticks;
    }

    private static int tell(SimPlan.Made made, long seed, List<Crashing> crashes) {
        var story = new SimCase(made, seed, crashes);
        try {
            return story.tell().ticks();
        } catch (Throwable wrong) {
            throw new AssertionError(
                    "seed %d, crashes %s: %s%s".formatted(seed, crashes, wrong, story.story()),
                    wrong);
        }
    }
}
