package bascule.work;

import bascule.host.Service;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A service barred, or its bar lifted. Bascule alone puts bars, so that putting back is the other
 * of the two.
 */
record BarDeed(Job job, Service service, boolean bars) implements Deed {
    @Override
    public Seen look() {
        return Seen.NOT_BEGUN;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        change(bars);
        return Map.of();
    }

    @Override
    public void putBack(Map<String, String> found) {
        change(!bars);
    }

    private void change(boolean bar) {
        if (bar) {
            job.host().bar(service, job.filler());
        } else {
            job.host().unbar(service, job.filler());
        }
    }
}
