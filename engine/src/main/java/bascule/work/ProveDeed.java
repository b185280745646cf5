package bascule.work;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.state.BackupNote.Proved;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.text.Texts;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A backup restored into something that nobody uses, and compared. What it makes for that is taken
 * away before it is made again: a crash leaves nothing that is in the way.
 */
record ProveDeed(Job job, Plan plan, Action.Prove prove) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var depth = Depth.valueOf(prove.depth().toUpperCase(Locale.ROOT));
        var copy = job.backup(new Copying(prove.store(), prove.technique(), prove.from()));
        return switch (copy.prove(depth)) {
            case Proof.Proved(var tables, var rows, var took) -> {
                new Written(job.folder(), plan)
                        .proved(
                                job.path(prove.from()),
                                new Proved(Instant.now(), prove.depth(), tables, rows, took));
                yield Map.of(
                        "proved",
                        "yes",
                        "tables",
                        Long.toString(tables),
                        "rows",
                        Long.toString(rows),
                        "took",
                        took.toString());
            }
            case Proof.NotHere(var because) ->
                    Map.of("proved", "no", "because", Texts.in(Locale.ENGLISH).say(because));
        };
    }
}
