package bascule.work;

import bascule.host.Forced;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.text.Texts;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A store copied, and the copy read again and held against its checksums. */
record BackupDeed(Job job, Plan plan, Action.Backup backup) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var into = job.path(backup.into());
        Moves.doing(into, () -> Forced.folders(Moves.parent(into)));
        var copy = job.backup(new Copying(backup.store(), backup.technique(), backup.into()));
        if (backup.pass().equals("ready")) {
            copy.makeReady();
            return Map.of();
        }
        var note = new Written(job.folder(), plan);
        note.write();
        var summary =
                switch (backup.pass()) {
                    case "first" -> copy.firstPass();
                    case "serving" -> copy.servingPass();
                    default -> copy.lastPass();
                };
        if (!backup.pass().equals("first")) {
            note.copied(into);
        }
        var made = new LinkedHashMap<String, String>();
        made.put("files", Long.toString(summary.files()));
        made.put("copied", Long.toString(summary.copied()));
        made.put("bytes", Long.toString(summary.bytes()));
        copy.otherwise().ifPresent(why -> made.put("because", Texts.in(Locale.ENGLISH).say(why)));
        return Map.copyOf(made);
    }
}
