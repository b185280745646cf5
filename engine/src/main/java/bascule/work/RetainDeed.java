package bascule.work;

import bascule.problem.Fault;
import bascule.problem.Refusal;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.state.InstanceFolder;
import bascule.state.RunFolder;
import bascule.state.Stock;

import java.util.Map;
import java.util.function.Consumer;

/** Backups of earlier runs taken away, the oldest first, as far as they may go. */
record RetainDeed(RunFolder run, int keep) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var folder = new InstanceFolder(run.instance(), Moves.parent(Moves.parent(run.path())));
        try {
            return Map.of("gone", String.join(" ", new Stock(folder).retain(keep)));
        } catch (Refusal cannot) {
            throw new Fault(cannot.problem().code(), cannot.problem().why(), cannot);
        }
    }
}
