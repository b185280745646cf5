package bascule.check;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.plan.Plan;
import bascule.text.Text;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

@NullMarked
class PreflightTest {
    private static final Plan PLAN =
            new Plan(
                    "test",
                    "wiki",
                    "wiki",
                    "sources",
                    "/srv/wiki",
                    Version.of("1.0"),
                    Version.of("2.0"),
                    "none",
                    Plan.OnFailure.BACK,
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    Map.of());

    private record Told(String name, Duration limit, Supplier<Finding> finding) implements Check {
        @Override
        public Finding look(Plan plan) {
            return finding.get();
        }
    }

    private static Check check(String name, Supplier<Finding> finding) {
        return new Told(name, Duration.ofSeconds(20), finding);
    }

    private static Finding pass() {
        return new Finding.Pass(Text.verbatim("fine"));
    }

    private static Finding broken() {
        throw new IllegalStateException("no such file");
    }

    /** Waits until the latch is down, or the check is given up. */
    private static Finding await(CountDownLatch latch) {
        try {
            latch.await();
            return pass();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void a_check_that_throws_blocks() {
        var checks =
                List.of(check("broken", PreflightTest::broken), check("fine", PreflightTest::pass));
        assertThat(new Preflight(checks).ask(PLAN))
                .extracting(Preflight.Answer::blocks)
                .containsExactly(true, false);
    }

    @Test
    void two_checks_of_one_name_do_not_hide_each_other() {
        var checks =
                List.of(check("space", PreflightTest::broken), check("space", PreflightTest::pass));
        assertThat(new Preflight(checks).ask(PLAN))
                .extracting(Preflight.Answer::blocks)
                .containsExactly(true, false);
    }

    @Test
    void all_checks_look_at_the_same_time() {
        var both = new CountDownLatch(2);
        Supplier<Finding> meets =
                () -> {
                    both.countDown();
                    return await(both);
                };
        assertThat(new Preflight(List.of(check("one", meets), check("two", meets))).ask(PLAN))
                .noneMatch(Preflight.Answer::blocks);
    }

    @Test
    void a_check_that_finds_no_end_blocks_when_its_limit_is_over() {
        var never = new CountDownLatch(1);
        var hangs = new Told("hangs", Duration.ofMillis(50), () -> await(never));
        assertThat(new Preflight(List.of(hangs)).ask(PLAN)).allMatch(Preflight.Answer::blocks);
    }
}
