package bascule.work;

import bascule.host.Forced;
import bascule.plan.Action;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.FileBackup;
import bascule.store.Store;
import bascule.text.Text;

import java.nio.file.Path;
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
        return switch (backup.store()) {
            case Store.Files files -> copy(files, into);
            case Store.Server server when server.server().equals("postgresql") -> {
                Moves.doing(into, () -> Forced.folders(Moves.parent(into)));
                yield told(job.postgres(server, into).dump());
            }
            case Store.Server server ->
                    throw new Fault(
                            "BSC-417", Text.of("work.store.kind", server.name(), server.server()));
            case Store.Derived _ -> Map.of();
        };
    }

    private Map<String, String> copy(Store.Files files, Path into) {
        Moves.doing(into, () -> Forced.folders(Moves.parent(into)));
        var copy = new FileBackup(job.paths(files.paths()), into);
        var summary = backup.pass().equals("first") ? copy.firstPass() : copy.lastPass();
        copy.verifyPass();
        return told(summary);
    }

    private static Map<String, String> told(FileBackup.Summary summary) {
        return Map.of(
                "files",
                Long.toString(summary.files()),
                "copied",
                Long.toString(summary.copied()),
                "bytes",
                Long.toString(summary.bytes()));
    }
}
