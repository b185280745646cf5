package bascule.check;

import bascule.instance.Survey;
import bascule.plan.Plan;
import bascule.plan.Stale;
import bascule.text.Text;

import java.util.stream.Collectors;

/** Whether the instance is still what the plan was decided on. */
record Freshness(Survey fresh) {
    Finding look(Plan plan) {
        var changes = Stale.of(plan, fresh);
        if (changes.isEmpty()) {
            return Findings.pass("check.fresh", plan.facts().size());
        }
        var said =
                Stale.said(changes).entrySet().stream()
                        .map(change -> change.getKey() + ": " + change.getValue())
                        .collect(Collectors.joining("; "));
        return Findings.block(
                plan,
                "BSC-109",
                Text.of("check.stale", said),
                Text.of("check.stale.next", plan.instance(), plan.to()));
    }
}
