package bascule.check;

import bascule.plan.Plan;
import bascule.text.Text;

import java.util.stream.Collectors;

/** Whether every note of the way that nothing is done for was read by somebody. */
final class Notices {
    private Notices() {}

    static Finding look(Plan plan) {
        var open =
                plan.notices().stream()
                        .filter(notice -> notice.state().equals("acknowledge"))
                        .toList();
        if (open.isEmpty()) {
            return Findings.pass("check.notes", plan.notices().size());
        }
        var said =
                open.stream()
                        .map(notice -> notice.name() + ": " + notice.text().orElse(""))
                        .collect(Collectors.joining("; "));
        var accept =
                open.stream()
                        .map(notice -> "--acknowledge " + notice.name())
                        .collect(Collectors.joining(" "));
        return Findings.block(
                plan,
                "BSC-120",
                Text.of("check.notes-open", open.size(), said),
                Text.of("check.notes-open.next", plan.instance(), plan.to(), accept));
    }
}
