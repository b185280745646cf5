package bascule.check;

import bascule.instance.Guard;
import bascule.plan.Plan;
import bascule.text.Text;

/** Whether the application's own account could write what commands its upgrade. */
record Guarded(Ground ground) {
    Finding look(Plan plan) {
        var machine = ground.survey().machine();
        var faults =
                Guard.ofThisMachine()
                        .check(
                                ground.subject().instance(),
                                ground.subject().recipe(),
                                machine.getOrDefault("owner", ""),
                                machine.getOrDefault("user", ""));
        if (faults.isEmpty()) {
            return Findings.pass("check.guarded");
        }
        var first = faults.getFirst();
        return Findings.block(
                plan, first.code(), first.why(), Text.of("check.guarded.next", faults.size()));
    }
}
