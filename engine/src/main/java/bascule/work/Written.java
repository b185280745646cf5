package bascule.work;

import bascule.plan.Plan;
import bascule.state.BackupNote;
import bascule.state.BackupNote.Proved;
import bascule.state.RunFolder;

import java.nio.file.Path;
import java.time.Instant;

/** Keeps the notes beside backups true, as copies are made and proved. */
record Written(RunFolder run, Plan plan) {

    /** Before the first byte: what lies there without its note is nobody's. */
    void write() {
        if (BackupNote.read(run.backups()).isEmpty()) {
            BackupNote.of(run, plan).write(run.backups());
        }
    }

    /** The copy in that folder is whole. */
    void copied(Path folder) {
        var backups = run.backups().toAbsolutePath().normalize();
        BackupNote.read(backups)
                .orElseGet(() -> BackupNote.of(run, plan))
                .copied(backups.relativize(folder).toString(), Instant.now())
                .write(backups);
    }

    /** There is no copy in that folder any more. */
    void gone(Path folder) {
        var backups = run.backups().toAbsolutePath().normalize();
        BackupNote.read(backups)
                .ifPresent(note -> note.gone(backups.relativize(folder).toString()).write(backups));
    }

    /** The copy in that folder was shown to restore; it may be one of an earlier run. */
    void proved(Path folder, Proved proved) {
        var all = run.backups().toAbsolutePath().normalize().resolveSibling("");
        var below = all.relativize(folder);
        if (below.getNameCount() < 2 || below.startsWith("..")) {
            return;
        }
        var backups = all.resolve(below.getName(0));
        BackupNote.read(backups)
                .ifPresent(
                        note ->
                                note.proved(backups.relativize(folder).toString(), proved)
                                        .write(backups));
    }
}
