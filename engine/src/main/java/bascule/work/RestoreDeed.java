package bascule.work;

import bascule.plan.Action;
import bascule.plan.Action.Run;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Store;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store put back as it was copied, or made again from the others. */
record RestoreDeed(Job job, Action.Restore restore) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        switch (restore.store()) {
            case Store.Files _, Store.Server _ ->
                    job.backup(new Copying(restore.store(), restore.technique(), restore.from()))
                            .restore();
            case Store.Derived(_, var rebuild) ->
                    new RunDeed(
                                    job,
                                    new Run(rebuild, Map.of(), Optional.empty(), Optional.empty()),
                                    Optional.empty())
                            .apply(progress);
        }
        return Map.of();
    }
}
