package bascule.work;

import bascule.plan.Action;
import bascule.probe.Statement;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Text;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A statement given to a store's own client program. Its answer may be anybody's data: not kept.
 */
record QueryDeed(Job job, Action.Query query) implements Deed {
    @Override
    public boolean visible() {
        return false;
    }

    @Override
    public Seen look() {
        return Seen.CANNOT_TELL;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        try {
            new Statement(job.host(), job.filler(), job.limit())
                    .execute(query.store(), query.query());
            return Map.of();
        } catch (Fault fault) {
            throw new Fault(
                    "BSC-419", Text.of("work.query.failed", query.store().name(), fault.why()));
        }
    }
}
