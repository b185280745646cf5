package bascule.cli;

import bascule.plan.Plan;
import bascule.plan.PlanFile;
import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plan that somebody had written to a file, perhaps days ago; preflight tells if it is stale. */
public final class PlanOnFile {
    private PlanOnFile() {}

    /**
     * A plan that was written to a file.
     *
     * @throws Refusal BSC-513 if it cannot be read, is damaged, or is about another instance
     */
    public static Plan read(Path file, String instance) {
        try {
            var plan = PlanFile.read(Files.readString(file)).plan();
            if (!plan.instance().equals(instance)) {
                throw unreadable(file, Text.of("cli.plan-file.other", plan.instance(), instance));
            }
            if (!plan.madeBy().equals(Release.text())) {
                throw unreadable(
                        file, Text.of("cli.plan-file.made-by", plan.madeBy(), Release.text()));
            }
            return plan;
        } catch (IOException cannot) {
            throw unreadable(file, Text.verbatim(String.valueOf(cannot)));
        } catch (Fault damaged) {
            throw unreadable(file, damaged.why());
        }
    }

    private static Refusal unreadable(Path file, Text why) {
        return new Refusal(
                new Problem(
                        "BSC-513",
                        Text.of("cli.plan-file.what", file),
                        why,
                        Text.of("cli.nothing-changed"),
                        Text.of("cli.plan-file.next")));
    }
}
