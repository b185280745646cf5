package bascule.work;

import bascule.plan.Action;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Backup.Depth;
import bascule.store.Backup.Proof;
import bascule.text.Texts;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A backup restored into something that nobody uses, and compared. What it makes for that is taken
 * away before it is made again: a crash leaves nothing that is in the way.
 */
record ProveDeed(Job job, Action.Prove prove) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var depth = Depth.valueOf(prove.depth().toUpperCase(Locale.ROOT));
        return switch (job.backup(prove.store(), prove.from()).prove(depth)) {
            case Proof.Proved(var tables, var rows, var took) ->
                    Map.of(
                            "proved",
                            "yes",
                            "tables",
                            Long.toString(tables),
                            "rows",
                            Long.toString(rows),
                            "took",
                            took.toString());
            case Proof.NotHere(var because) ->
                    Map.of("proved", "no", "because", Texts.in(Locale.ENGLISH).say(because));
        };
    }
}
