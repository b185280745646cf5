package bascule.state;

import bascule.text.Text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which runs' backups stay. Pure.
 *
 * @param keep how many good ones, counted from the newest
 * @param needed runs whose backup must stay whatever its age, and why
 */
public record Retention(int keep, Map<String, Text> needed) {

    /**
     * What becomes of a run's backups.
     *
     * @param why it stays; empty if it goes
     */
    public record Verdict(String run, Optional<Text> why) {
        public boolean goes() {
            return why.isEmpty();
        }
    }

    /**
     * Backups that are damaged or were never finished are not counted: they take nobody's place.
     *
     * @param all the oldest first
     */
    List<Verdict> of(List<Stored> all) {
        var counted = new HashSet<String>();
        var verdicts = new ArrayList<Verdict>();
        var seen = new HashSet<String>();
        var proof = all.stream().filter(Stored::whole).filter(Stored::proved).map(Retention::run);
        var lastProved = proof.reduce((_, newer) -> newer);
        for (var one : all.reversed()) {
            var room = counted.size() < Math.max(1, keep);
            if (seen.add(run(one))) {
                var good =
                        all.stream().anyMatch(each -> run(each).equals(run(one)) && each.whole());
                verdicts.add(new Verdict(run(one), why(run(one), good, room, lastProved, counted)));
            }
        }
        return verdicts.reversed();
    }

    private Optional<Text> why(
            String run,
            boolean good,
            boolean room,
            Optional<String> lastProved,
            Set<String> counted) {
        if (good && room) {
            counted.add(run);
        }
        if (needed.containsKey(run)) {
            return Optional.ofNullable(needed.get(run));
        }
        if (room) {
            return Optional.of(Text.of("state.keep.among", Math.max(1, keep)));
        }
        return lastProved.filter(run::equals).map(_ -> Text.of("state.keep.proved"));
    }

    private static String run(Stored stored) {
        return stored.note().run();
    }
}
