package bascule.work;

import bascule.host.Forced;
import bascule.plan.Action;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/** A store copied, and the copy read again and held against its checksums. */
record BackupDeed(Job job, Action.Backup backup) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var into = job.path(backup.into());
        Moves.doing(into, () -> Forced.folders(Moves.parent(into)));
        var copy = job.backup(backup.store(), backup.into());
        var summary = backup.pass().equals("first") ? copy.firstPass() : copy.lastPass();
        return Map.of(
                "files",
                Long.toString(summary.files()),
                "copied",
                Long.toString(summary.copied()),
                "bytes",
                Long.toString(summary.bytes()));
    }
}
