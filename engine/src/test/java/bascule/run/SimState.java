package bascule.run;

import org.jspecify.annotations.NullMarked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an application consists of in the simulation.
 *
 * @param links the code that is current, by link
 * @param settings flags and configuration
 * @param running services
 * @param barred services that nobody but the run starts
 * @param closed doors that keep visitors out
 * @param rows the data, in the order in which they were written
 * @param staged what lies beside the application
 * @param told what was said to somebody outside and can be unsaid
 */
@NullMarked
record SimState(
        Map<String, String> links,
        Map<String, String> settings,
        Set<String> running,
        Set<String> barred,
        Set<String> closed,
        List<String> rows,
        Set<String> staged,
        Set<String> told) {

    static SimState begin() {
        return new SimState(
                new TreeMap<>(Map.of("current", "v1")),
                new TreeMap<>(Map.of("flag-on", "on", "flag-off", "off", "config", "v1")),
                new TreeSet<>(Set.of("web")),
                new TreeSet<>(),
                new TreeSet<>(),
                new ArrayList<>(List.of("schema v1", "anna", "bert")),
                new TreeSet<>(),
                new TreeSet<>());
    }

    SimState copy() {
        return new SimState(
                new TreeMap<>(links),
                new TreeMap<>(settings),
                new TreeSet<>(running),
                new TreeSet<>(barred),
                new TreeSet<>(closed),
                new ArrayList<>(rows),
                new TreeSet<>(staged),
                new TreeSet<>(told));
    }

    /** What a visitor, or the next upgrade, can tell. */
    Map<String, Object> seen() {
        var seen = new HashMap<String, Object>();
        seen.put("links", links);
        seen.put("settings", settings);
        seen.put("running", running);
        seen.put("barred", barred);
        seen.put("closed", closed);
        seen.put("rows", rows);
        seen.put("staged", staged);
        seen.put("told", told);
        return seen;
    }
}
