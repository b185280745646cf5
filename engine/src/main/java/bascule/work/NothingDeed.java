package bascule.work;

import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/** Nothing is done: what matters is what is expected, or that somebody has said yes. */
record NothingDeed() implements Deed {
    @Override
    public Seen look() {
        return Seen.DONE;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        return Map.of();
    }
}
