package bascule.check;

import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.text.Text;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks every check at once and reports every answer: five things are mended in one go. */
public record Preflight(List<Check> checks) {
    public Preflight {
        checks = List.copyOf(checks);
    }

    /**
     * @param took how long the check looked
     */
    public record Answer(String check, Finding finding, Duration took) {
        public boolean blocks() {
            return finding instanceof Finding.Block;
        }
    }

    /** In the order of the checks, each with its own, also where two have one name. */
    public List<Answer> ask(Plan plan) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var asked =
                    checks.stream().map(check -> new Asked(check, plan, threads::submit)).toList();
            return asked.stream().map(Asked::answer).toList();
        } finally {
            // Not closed: that would wait for a check that hangs past its limit.
            threads.shutdownNow();
        }
    }

    /** Sets callables going. */
    private interface Submit {
        Future<Finding> go(Callable<Finding> look);
    }

    /** A check that is looking. */
    private static final class Asked {
        private final Check check;
        private final Plan plan;
        private final long since = System.nanoTime();
        private final Future<Finding> found;

        Asked(Check check, Plan plan, Submit submit) {
            this.check = check;
            this.plan = plan;
            this.found = submit.go(() -> check.look(plan));
        }

        /**
         * A check that breaks, or finds no end, has not passed: silence must never open the way.
         */
        Answer answer() {
            try {
                var left = check.limit().toNanos() - (System.nanoTime() - since);
                return answered(found.get(Math.max(left, 1), TimeUnit.NANOSECONDS));
            } catch (TimeoutException late) {
                found.cancel(true);
                return answered(unanswered(Text.of("check.late", check.limit().toSeconds())));
            } catch (ExecutionException broken) {
                return answered(
                        unanswered(Text.of("check.broke", String.valueOf(broken.getCause()))));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return answered(unanswered(Text.of("check.broke", String.valueOf(interrupted))));
            }
        }

        private Answer answered(Finding finding) {
            return new Answer(check.name(), finding, Duration.ofNanos(System.nanoTime() - since));
        }

        private Finding unanswered(Text why) {
            return new Finding.Block(
                    new Problem(
                            "BSC-100",
                            Text.of("check.unanswered", check.name(), plan.instance()),
                            why,
                            Text.of("plan.now", plan.instance(), plan.from()),
                            Text.of("check.unanswered.next", plan.instance())));
        }
    }
}
