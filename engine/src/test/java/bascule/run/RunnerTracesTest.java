package bascule.run;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.event.Event;
import bascule.journal.Fuse;
import bascule.journal.SimJournal;
import bascule.journal.SimStorage;
import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the runner does, as a table: what happens on the left, what it asks for on the right.
 *
 * <p>The words are explained at {@link TracePlan} and {@link TraceDoer}. On the left also stand, in
 * order, what is done about a run that has come to an end or died: {@code resume} by a person,
 * {@code boot} by nobody, {@code retry}, {@code skip(STEP)}, {@code back}, {@code back!} with the
 * loss of what was written since, {@code stop}; {@code stop@STEP} is asked while the step acts,
 * {@code door} is a check that fails at the last instant.
 */
@NullMarked
class RunnerTracesTest {
    private static final String PLAIN =
            "fetch~ build+ mute= | stop save+ | link rows start look | unmute<mute calm. |"
                    + " halt+<rows,start unlink+<link restore+<rows,start restart+<stop check+<stop"
                    + " loud<mute drop.<fetch";

    @TestFactory
    Stream<DynamicTest> forward() {
        return table(
                PLAIN,
                Plan.OnFailure.BACK,
                """
                nothing happens         | fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2
                mute:done               | fetch build mute? [ stop save link rows start look ] calm = upgraded 2
                rows^ rows:done resume  | fetch build mute? mute [ stop save link rows^ ~rows rows? start look unmute ] calm = upgraded 2
                rows^ rows:none resume  | fetch build mute? mute [ stop save link rows^ ~rows rows? rows start look unmute ] calm = upgraded 2
                save^ save:half resume  | fetch build mute? mute [ stop save^ ~save save? save link rows start look unmute ] calm = upgraded 2
                rows% rows:none boot    | fetch build mute? mute [ stop save link rows! refused BSC-323 ~rows rows? rows start look unmute ] calm = upgraded 2
                build^ boot             | fetch build^ ~build build? build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2
                fetch^ boot             | fetch^ ~fetch fetch? undo:fetch fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2
                fetch^ unfetch^ boot boot | fetch^ ~fetch fetch? undo:fetch^ ~fetch ~undo:fetch undo:fetch? = stuck 1
                fetch^ unfetch! boot retry | fetch^ ~fetch fetch? undo:fetch! = stuck 1 ~fetch ~undo:fetch undo:fetch? undo:fetch fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2
                mute:done mute^ resume  | fetch build mute? [ stop save link rows start look ] calm = upgraded 2 = upgraded 2
                resume resume           | fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2 = upgraded 2 = upgraded 2
                """);
    }

    @TestFactory
    Stream<DynamicTest> a_failure_inside_the_outage_takes_the_way_back() {
        return table(
                PLAIN,
                Plan.OnFailure.BACK,
                """
                rows!                   | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore restart check loud ] drop = rolled-back 1
                link!                   | fetch build mute? mute [ stop save link! << ~link unlink restart check loud ] drop = rolled-back 1
                stop!                   | fetch build mute? mute [ stop! << ~stop restart check loud ] drop = rolled-back 1
                rows^ rows:half boot    | fetch build mute? mute [ stop save link rows^ ~rows rows? << ~rows halt unlink restore restart check loud ] drop = rolled-back 1
                rows^ boot              | fetch build mute? mute [ stop save link rows^ ~rows rows? << ~rows halt unlink restore restart check loud ] drop = rolled-back 1
                rows^ rows& boot boot   | fetch build mute? mute [ stop save link rows^ ~rows << ~rows halt unlink restore restart check loud ] drop = rolled-back 1 = rolled-back 1
                rows! restore^ boot     | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore^ << ~rows ~restore restore? restore restart check loud ] drop = rolled-back 1
                rows! restore! boot     | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore! = stuck << ~rows ~restore restore? restore restart check loud ] drop = rolled-back 1
                rows! restore! back     | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore! = stuck << ~rows ~restore restore? restore restart check loud ] drop = rolled-back 1
                rows! restore!! skip(restore) | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore! = stuck << ~rows restart check loud ] drop = rolled-back 1
                rows! loud^ boot boot resume | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore restart check loud^ << ~rows ~loud loud? = stuck << ~rows ~loud loud? = stuck << ~rows ~loud loud? loud ] drop = rolled-back 1
                rows! check! retry      | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore restart check! = stuck << ~rows ~check check? check loud ] drop = rolled-back 1
                rows! back              | fetch build mute? mute [ stop save link rows! << ~rows halt unlink restore restart check loud ] drop = rolled-back 1 refused BSC-311
                """);
    }

    @TestFactory
    Stream<DynamicTest> before_the_outage_nobody_is_interrupted() {
        return table(
                PLAIN,
                Plan.OnFailure.PAUSE,
                """
                build!                  | fetch build! << ~build drop = rolled-back 1
                mute!                   | fetch build mute? mute! << ~mute loud drop = rolled-back 1
                stop@build              | fetch build! << ~build drop = stopped 1
                stop@mute               | fetch build mute? mute! << ~mute loud drop = stopped 1
                stop@stop               | fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2
                door                    | fetch build mute? mute << loud drop = rolled-back 1
                build^ stop             | fetch build^ << ~build drop = stopped 1
                mute:done build! drop!  | fetch build! << ~build drop! = stuck 1
                """);
    }

    @TestFactory
    Stream<DynamicTest> a_pause_waits_for_a_choice_over_any_number_of_boots() {
        return table(
                PLAIN,
                Plan.OnFailure.PAUSE,
                """
                rows! boot boot         | fetch build mute? mute [ stop save link rows! = paused = paused = paused
                rows! retry             | fetch build mute? mute [ stop save link rows! = paused ~rows rows? rows start look unmute ] calm = upgraded 2
                rows! rows:done retry   | fetch build mute? mute [ stop save link rows! = paused ~rows rows? start look unmute ] calm = upgraded 2
                rows!! retry skip(rows) | fetch build mute? mute [ stop save link rows! = paused ~rows rows? rows! = paused ~rows start look unmute ] calm = upgraded 2
                rows! skip(link)        | fetch build mute? mute [ stop save link rows! = paused refused BSC-311
                rows! stop              | fetch build mute? mute [ stop save link rows! = paused refused BSC-311
                rows! back              | fetch build mute? mute [ stop save link rows! = paused << ~rows halt unlink restore restart check loud ] drop = rolled-back 1
                rows! back retry        | fetch build mute? mute [ stop save link rows! = paused << ~rows halt unlink restore restart check loud ] drop = rolled-back 1 refused BSC-311
                rows^ boot retry        | fetch build mute? mute [ stop save link rows^ ~rows rows? = paused ~rows rows? rows start look unmute ] calm = upgraded 2
                rows! boot rows^ retry boot | fetch build mute? mute [ stop save link rows! = paused = paused ~rows rows? rows^ ~rows rows? = paused
                """);
    }

    @TestFactory
    Stream<DynamicTest> after_the_outage_nothing_goes_back_by_itself() {
        return table(
                PLAIN,
                Plan.OnFailure.BACK,
                """
                calm!                   | fetch build mute? mute [ stop save link rows start look unmute ] calm! = not-settled 2
                unmute!                 | fetch build mute? mute [ stop save link rows start look unmute! ] = not-settled 2
                unmute! retry           | fetch build mute? mute [ stop save link rows start look unmute! ] = not-settled 2 ~unmute unmute? unmute calm = upgraded 2
                calm! boot skip(calm)   | fetch build mute? mute [ stop save link rows start look unmute ] calm! = not-settled 2 = not-settled 2 ~calm = upgraded 2
                calm! back              | fetch build mute? mute [ stop save link rows start look unmute ] calm! = not-settled 2 refused BSC-312
                calm^ boot back!        | fetch build mute? mute [ stop save link rows start look unmute ] calm^ ~calm calm? = not-settled 2 << ~calm [ halt unlink restore restart check loud ] drop = rolled-back 1
                back! boot              | fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2 << [ halt unlink restore restart check loud ] drop = rolled-back 1 = rolled-back 1
                back! back!             | fetch build mute? mute [ stop save link rows start look unmute ] calm = upgraded 2 << [ halt unlink restore restart check loud ] drop = rolled-back 1 refused BSC-311
                """);
    }

    @TestFactory
    Stream<DynamicTest> past_the_point_of_no_return_only_forward_is_left() {
        var plan = "fetch | stop | link rows# look | open | restart<stop unlink<link drop.<fetch";
        return table(
                plan,
                Plan.OnFailure.BACK,
                """
                link!                   | fetch [ stop link! << ~link restart unlink ] drop = rolled-back 1
                rows! boot              | fetch [ stop link rows! = stuck = stuck
                rows! back              | fetch [ stop link rows! = stuck refused BSC-310
                rows! retry             | fetch [ stop link rows! = stuck ~rows rows? rows look open ] = upgraded 2
                look! skip(look)        | fetch [ stop link rows look! = stuck ~look open ] = upgraded 2
                rows^ boot              | fetch [ stop link rows^ ~rows rows? = stuck
                """);
    }

    @TestFactory
    Stream<DynamicTest> what_only_warns_is_told_and_gone_past() {
        return table(
                "fetch% | stop | link warm% look | open tell%. calm. | restart<stop unlink<link",
                Plan.OnFailure.BACK,
                """
                fetch!! warm!! tell!!   | fetch! [ stop link warm! look open ] tell! calm = upgraded 2
                warm^ boot              | fetch [ stop link warm^ ~warm warm? look open ] tell calm = upgraded 2
                warm^ warm& boot        | fetch [ stop link warm^ ~warm << ~warm restart unlink ] = rolled-back 1
                """);
    }

    @TestFactory
    Stream<DynamicTest> several_legs_share_one_outage_and_its_way_back() {
        return table(
                "fetch | stop save | link1 rows1 / link2 rows2 | open |"
                        + " unlink2<link2 unlink1<link1 restore<rows1,rows2 restart<stop",
                Plan.OnFailure.BACK,
                """
                nothing                 | fetch [ stop save link1 rows1 link2 rows2 open ] = upgraded 3
                rows2!                  | fetch [ stop save link1 rows1 link2 rows2! << ~rows2 unlink2 unlink1 restore restart ] = rolled-back 1
                link2!                  | fetch [ stop save link1 rows1 link2! << ~link2 unlink2 unlink1 restore restart ] = rolled-back 1
                rows1!                  | fetch [ stop save link1 rows1! << ~rows1 unlink1 restore restart ] = rolled-back 1
                """);
    }

    @TestFactory
    Stream<DynamicTest> a_failure_in_a_later_outage_ends_at_what_the_earlier_one_opened() {
        return table(
                "fetch | stop | rows | open calm. | restore<rows restart<stop drop.<fetch"
                        + " || fetch2 | stop2 | rows2 | open2 calm2. |"
                        + " restore2<rows2 restart2<stop2 drop2.<fetch2",
                Plan.OnFailure.BACK,
                """
                nothing                 | fetch [ stop rows open ] calm fetch2 [ stop2 rows2 open2 ] calm2 = upgraded 3
                rows2!                  | fetch [ stop rows open ] calm fetch2 [ stop2 rows2! << ~rows2 restore2 restart2 ] drop2 = rolled-back 2
                fetch2!                 | fetch [ stop rows open ] calm fetch2! << ~fetch2 drop2 = rolled-back 2
                stop@calm               | fetch [ stop rows open ] calm << = stopped 2
                stop@fetch2             | fetch [ stop rows open ] calm fetch2! << ~fetch2 drop2 = stopped 2
                calm!                   | fetch [ stop rows open ] calm! = not-settled 2
                rows2! back!            | fetch [ stop rows open ] calm fetch2 [ stop2 rows2! << ~rows2 restore2 restart2 ] drop2 = rolled-back 2 << [ restore restart ] drop = rolled-back 1
                back! back! back!       | fetch [ stop rows open ] calm fetch2 [ stop2 rows2 open2 ] calm2 = upgraded 3 << [ restore2 restart2 ] drop2 = rolled-back 2 << [ restore restart ] drop = rolled-back 1 refused BSC-311
                """);
    }

    @TestFactory
    Stream<DynamicTest> a_crash_loop_that_nobody_looks_on_ends_in_a_named_state() {
        return table(
                "fetch | stop | rows+ | open | restart<stop",
                Plan.OnFailure.BACK,
                """
                rows^^ boot boot boot boot boot boot boot | fetch [ stop rows^ ~rows rows? rows^ ~rows rows? rows^ ~rows rows? rows^ ~rows rows? rows^ ~rows rows? rows^ = stuck = stuck
                rows^^ boot boot boot boot boot boot resume | fetch [ stop rows^ ~rows rows? rows^ ~rows rows? rows^ ~rows rows? rows^ ~rows rows? rows^ ~rows rows? rows^ = stuck ~rows rows? rows^
                """);
    }

    private static Stream<DynamicTest> table(String plan, Plan.OnFailure onFailure, String rows) {
        return Arrays.stream(rows.split("\n"))
                .map(row -> row.split("\\|"))
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row[0].strip(),
                                        () ->
                                                assertThat(trace(plan, onFailure, row[0]))
                                                        .isEqualTo(row[1].strip())));
    }

    private static String trace(String plan, Plan.OnFailure onFailure, String happenings) {
        return new Story(TracePlan.of(plan, onFailure)).tell(happenings);
    }

    /** One row of a table. */
    private static final class Story {
        private final Plan plan;
        private final TraceDoer doer = new TraceDoer();
        private final SimStorage storage = new SimStorage();
        private final TickedClock clock = new TickedClock();
        private String during = "";
        private boolean shut;
        private boolean begun;

        Story(Plan plan) {
            this.plan = plan;
        }

        String tell(String happenings) {
            for (var word : happenings.strip().split(" +")) {
                if (word.startsWith("stop@")) {
                    during = word.substring(5);
                } else if (word.equals("door")) {
                    shut = true;
                } else if (isVerb(word)) {
                    begin();
                    go(word);
                } else {
                    doer.happens(word);
                }
            }
            begin();
            return String.join(" ", doer.trace);
        }

        private static boolean isVerb(String word) {
            return word.matches("resume|boot|retry|back!?|stop|skip\\(.*\\)");
        }

        private void begin() {
            if (!begun) {
                begun = true;
                go("resume");
            }
        }

        private void go(String verb) {
            var runner = new Runner[1];
            runner[0] =
                    new Runner(
                            doer,
                            SimJournal.open(storage, clock),
                            clock,
                            event -> {
                                doer.see(event);
                                if (event instanceof Event.StepProgress b
                                        && b.step().equals(during)) {
                                    during = "";
                                    runner[0].wish(new Wish.Stop("anna"));
                                }
                            });
            wish(verb).ifPresent(runner[0]::wish);
            try {
                var start = new Start("anna", !verb.equals("boot"), Path.of("/b"), this::door);
                var outcome = runner[0].run(plan, start);
                doer.trace.add(("= " + outcome.word() + " " + outcome.serving().word()).strip());
            } catch (Fuse.Crash died) {
                return;
            } catch (Refusal refusal) {
                doer.trace.add("refused " + refusal.problem().code());
            }
        }

        private Optional<Problem> door(Plan asked, Plan.Outage outage) {
            var word = Text.verbatim("a tenant appeared");
            return shut
                    ? Optional.of(new Problem("BSC-150", word, word, word, word))
                    : Optional.empty();
        }

        private static Optional<Wish> wish(String verb) {
            return switch (verb) {
                case "retry" -> Optional.of(new Wish.Retry("anna"));
                case "back" -> Optional.of(new Wish.Back("anna", false));
                case "back!" -> Optional.of(new Wish.Back("anna", true));
                case "stop" -> Optional.of(new Wish.Stop("anna"));
                default ->
                        verb.startsWith("skip")
                                ? Optional.of(
                                        new Wish.Skip(
                                                verb.substring(5, verb.length() - 1),
                                                "anna",
                                                "done by hand"))
                                : Optional.empty();
            };
        }
    }
}
