package bascule.work;

import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.state.BackupNote;
import bascule.state.RunFolder;
import bascule.store.Trees;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Copies that a run began and never finished, taken away. A release whose copies are all whole is a
 * backup: it stays.
 */
record AbandonDeed(RunFolder run) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var note = BackupNote.read(run.backups());
        note.ifPresent(
                written -> {
                    for (var folder : written.unfinished()) {
                        var copy = run.backups().resolve(folder);
                        Moves.doing(copy, () -> Trees.delete(copy));
                    }
                    if (written.nothingWhole()) {
                        Moves.doing(run.backups(), () -> BackupNote.remove(run.backups()));
                    }
                });
        return Map.of();
    }
}
