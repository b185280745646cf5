package bascule.work;

import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What another step found, put back.
 *
 * @param found empty if that step never began: then nothing is put back
 */
record PutBackDeed(Deed other, Map<String, String> found) implements Deed {
    @Override
    public Seen look() {
        return found.isEmpty() || other.find().equals(found) ? Seen.DONE : Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        if (!found.isEmpty()) {
            other.putBack(found);
        }
        return Map.of();
    }
}
