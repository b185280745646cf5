package bascule.work;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.state.BackupNote;
import bascule.store.Kept;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Copies that a run began and never finished, taken away, with the servers that stand on them; and
 * those that took the place of what they were copied from: what is left of them is what they were
 * exchanged for. A release whose copies are all whole is a backup: it stays.
 */
record AbandonDeed(Job job, Plan plan) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var run = job.folder();
        standing().forEach(this::end);
        var note = BackupNote.read(run.backups());
        note.ifPresent(
                written -> {
                    for (var folder : written.unfinished()) {
                        var copy = run.backups().resolve(folder);
                        Moves.doing(copy, () -> new Kept(copy).remove());
                    }
                    if (written.nothingWhole()) {
                        Moves.doing(run.backups(), () -> BackupNote.remove(run.backups()));
                    }
                });
        return Map.of();
    }

    private Stream<Copying> standing() {
        return plan.steps()
                .map(Step::action)
                .filter(Action.Backup.class::isInstance)
                .map(Action.Backup.class::cast)
                .filter(backup -> backup.technique().stands())
                .map(backup -> new Copying(backup.store(), backup.technique(), backup.into()))
                .distinct();
    }

    private void end(Copying followed) {
        var copy = job.backup(followed);
        copy.end();
        if (!copy.exists()) {
            new Written(job.folder(), plan).gone(job.path(followed.folder()));
        }
    }
}
