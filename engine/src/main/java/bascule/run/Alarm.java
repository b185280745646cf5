package bascule.run;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.problem.Problem;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells those whom a plan tells anything that a run waits for hands. Nothing follows from it. */
record Alarm(Doer doer, Herald herald) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Set<String> NEEDED = Set.of("paused", "stuck", "not-settled");

    private static final Memory NOTHING =
            new Memory() {
                @Override
                public Optional<Map<String, String>> found(String step) {
                    return Optional.empty();
                }

                @Override
                public Optional<Map<String, String>> made(String step) {
                    return Optional.empty();
                }
            };

    void sound(Plan plan, Outcome outcome) {
        if (!NEEDED.contains(outcome.word())) {
            return;
        }
        plan.steps()
                .map(Step::action)
                .filter(Action.Notify.class::isInstance)
                .map(Action.Notify.class::cast)
                .map(notice -> notice(plan, notice, outcome))
                .distinct()
                .forEach(this::tell);
    }

    private static Action.Notify notice(Plan plan, Action.Notify said, Outcome outcome) {
        var problem = outcome.problem();
        return new Action.Notify(
                said.channel(),
                said.recipient(),
                Text.of(
                        plan.purpose().key("run.hands." + outcome.word()),
                        plan.instance(),
                        plan.to()),
                Text.of(
                        "run.hands.body",
                        problem.map(Problem::why).orElse(Text.verbatim("")),
                        problem.map(Problem::now).orElse(Text.verbatim("")),
                        problem.map(Problem::next).orElse(Text.verbatim(""))));
    }

    private void tell(Action.Notify notice) {
        var step = step(notice);
        try {
            doer.apply(step, NOTHING, _ -> {});
        } catch (RuntimeException unheard) {
            herald.told(
                    Text.of(
                            "run.hands.unheard",
                            notice.recipient().text(),
                            String.valueOf(unheard.getMessage())));
        }
    }

    private static Step step(Action.Notify notice) {
        return new Step(
                "hands/tell:" + notice.recipient().text(),
                Phase.CLEAN,
                Text.of("plan.do.tell", notice.recipient().text()),
                Optional.empty(),
                notice,
                List.of(),
                LIMIT,
                true,
                "warn",
                new Undo.Nothing(),
                List.of(),
                false,
                Optional.empty());
    }
}
