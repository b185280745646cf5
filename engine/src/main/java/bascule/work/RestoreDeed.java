package bascule.work;

import bascule.plan.Action;
import bascule.plan.Action.Run;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.FileBackup;
import bascule.store.Store;
import bascule.text.Text;

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
            case Store.Files files ->
                    new FileBackup(job.paths(files.paths()), job.path(restore.from())).restore();
            case Store.Server server when server.server().equals("postgresql") ->
                    job.postgres(server, job.path(restore.from())).restore();
            case Store.Server server ->
                    throw new Fault(
                            "BSC-417", Text.of("work.store.kind", server.name(), server.server()));
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
