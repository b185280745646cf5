package bascule.cli;

import bascule.journal.Entry;
import bascule.journal.Line;
import bascule.problem.Refusal;
import bascule.state.InstanceFolder;
import bascule.state.RunFolder;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long steps took in earlier runs of an instance, the newest first to count.
 *
 * @param durations by the id of the step
 */
public record History(Map<String, Duration> durations) {
    private static final int MOST = 5;

    public static History of(InstanceFolder folder) {
        var runs = folder.runs();
        var durations = new HashMap<String, Duration>();
        runs.subList(Math.max(0, runs.size() - MOST), runs.size())
                .forEach(run -> durations.putAll(durations(run)));
        return new History(Map.copyOf(durations));
    }

    private static Map<String, Duration> durations(RunFolder run) {
        try {
            return durations(run.lines());
        } catch (Refusal damaged) {
            // What an old journal could have told is missing, and that is all.
            return Map.of();
        }
    }

    private static Map<String, Duration> durations(List<Line> lines) {
        var began = new HashMap<String, Instant>();
        var durations = new HashMap<String, Duration>();
        for (var line : lines) {
            if (line.entry() instanceof Entry.Began(var step, _)) {
                began.put(step, line.at());
            } else if (line.entry() instanceof Entry.Done(var step, _, var asFound) && !asFound) {
                var since = began.getOrDefault(step, line.at());
                durations.put(step, Duration.between(since, line.at()));
            }
        }
        return durations;
    }
}
