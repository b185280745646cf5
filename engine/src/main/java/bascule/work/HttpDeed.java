package bascule.work;

import bascule.host.HttpRequest;
import bascule.probe.Journey;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Requests made in order.
 *
 * @param wanted what of that which they take is named by later steps; only that is remembered, for
 *     the rest may hold tokens
 */
record HttpDeed(Job job, List<HttpRequest> requests, Set<String> wanted) implements Deed {
    @Override
    public boolean visible() {
        return false;
    }

    @Override
    public Seen look() {
        return Seen.CANNOT_TELL;
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        var made = new TreeMap<String, String>();
        for (var reply : new Journey(job.limit()).run(requests, job.filler())) {
            made.putAll(reply.taken());
        }
        made.keySet().retainAll(wanted);
        return made;
    }
}
