package bascule.work;

import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/** Whatever still works for a backup, ended. */
record EndDeed(Job job, Copying copying) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        job.backup(copying).end();
        return Map.of();
    }
}
