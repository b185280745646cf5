package bascule.check;

import bascule.plan.Plan;
import bascule.problem.Problem;
import bascule.text.Text;

/** Makes findings: before a run nothing was changed, and the old release serves. */
final class Findings {
    private Findings() {}

    static Finding pass(String key, Object... args) {
        return new Finding.Pass(Text.of(key, args));
    }

    static Finding block(Plan plan, String code, Text why, Text next) {
        return new Finding.Block(problem(plan, code, why, next));
    }

    static Finding warn(Plan plan, String code, Text why, Text next) {
        return new Finding.Warn(problem(plan, code, why, next));
    }

    static Problem problem(Plan plan, String code, Text why, Text next) {
        return new Problem(
                code,
                Text.of(plan.purpose().key("plan.cannot"), plan.instance(), plan.to()),
                why,
                Text.of("plan.now", plan.instance(), plan.from()),
                next);
    }
}
