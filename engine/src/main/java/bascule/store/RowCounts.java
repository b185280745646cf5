package bascule.store;

import bascule.problem.Fault;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts every table of a database and of a copy that follows it, while visitors write: in the copy
 * it has no more and no fewer rows than it had before and after. One that does not is counted
 * again.
 */
record RowCounts(Answers answers, Counter origin, Counter copy) {
    private static final int ROUNDS = 20;

    /** Counts the rows of these tables, of all if there are none. */
    interface Counter {
        Map<String, Long> count(Set<String> only) throws IOException;
    }

    /** Waits until the copy has what the database had when it was asked to. */
    interface CatchingUp {
        void await() throws IOException;
    }

    /** What the counting found. */
    record Counted(long tables, long rows) {}

    /**
     * @throws Fault BSC-433 naming the first table that never fits
     */
    Counted counted(CatchingUp catchingUp) throws IOException {
        var fit = new HashMap<String, Long>();
        var odd = new TreeSet<String>();
        for (var round = 0; round < ROUNDS; round++) {
            var before = origin.count(odd);
            catchingUp.await();
            var there = copy.count(odd);
            var after = origin.count(odd);
            odd.clear();
            for (var table : before.entrySet()) {
                var least = Math.min(table.getValue(), after.getOrDefault(table.getKey(), 0L));
                var most = Math.max(table.getValue(), after.getOrDefault(table.getKey(), 0L));
                var found = there.get(table.getKey());
                if (found != null && found >= least && found <= most) {
                    fit.put(table.getKey(), found);
                } else if (after.containsKey(table.getKey())) {
                    odd.add(table.getKey());
                }
            }
            if (odd.isEmpty()) {
                return new Counted(
                        fit.size(), fit.values().stream().mapToLong(Long::longValue).sum());
            }
            if (round == ROUNDS - 1) {
                var name = odd.getFirst();
                throw answers.differs(
                        name + "\t" + after.get(name),
                        name + "\t" + (there.containsKey(name) ? there.get(name) : "-"));
            }
        }
        throw new IllegalStateException("counted no round");
    }
}
