package bascule.plan;

import bascule.instance.Subject;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;
import bascule.version.Version;

/** Makes the refusals of planning: nothing was changed, and the old release serves. */
record Refused(Subject subject, Version serves) {

    Refusal of(String code, Text what, Text why, Text next) {
        return new Refusal(
                new Problem(code, what, why, Text.of("plan.now", subject.name(), serves), next));
    }

    /** That an upgrade to this target cannot be planned. */
    Refusal upgrade(String code, String target, Text why, Text next) {
        return of(code, Text.of("plan.cannot", subject.name(), target), why, next);
    }

    /** That this version does not do something yet. */
    Refusal notYet(String target, Text what, Text next) {
        return upgrade("BSC-263", target, Text.of("plan.not-yet", what), next);
    }
}
