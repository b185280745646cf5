package bascule.plan;

import bascule.fact.Answer;
import bascule.instance.Fact;
import bascule.instance.Probes;
import bascule.instance.Scope;
import bascule.probe.Probe;
import bascule.version.Version;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The probes that a plan needs while it is run: of each fact that is expected, that is secret, or
 * that moves, as it is asked when a release is in force.
 */
final class ProbeTable {
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private final Map<String, Probe> made = new TreeMap<>();

    private record Wanted(Fact fact, Version release) {}

    /** The fact is asked when that release is in force. */
    void want(Fact fact, Version release) {
        wanted.putIfAbsent(fact.key() + "@" + release, new Wanted(fact, release));
    }

    /** A name whose answer is known beforehand. */
    void know(String name, Version release, String value) {
        made.put(name + "@" + release, new Probe.Known(Answer.word(value)));
    }

    /** A probe that is no fact of the recipe. */
    void put(String name, Version release, Probe probe) {
        made.put(name + "@" + release, probe);
    }

    /**
     * Makes all of them, and those that they want themselves.
     *
     * @param settled how the recipe is read while a release is in force
     */
    Map<String, Probe> make(Function<Version, Scope> settled) {
        while (true) {
            var next =
                    wanted.entrySet().stream()
                            .filter(entry -> !made.containsKey(entry.getKey()))
                            .findFirst();
            if (next.isEmpty()) {
                return made;
            }
            made.put(next.get().getKey(), probe(next.get().getValue(), settled));
        }
    }

    private static Probe probe(Wanted one, Function<Version, Scope> settled) {
        var list = one.fact().row().filter(row -> row.list().equals(one.fact().name()));
        var scope = settled.apply(one.release());
        var here = list.isPresent() ? scope.on(list.get().within()) : scope.on(one.fact().row());
        return here.spec(one.fact().name())
                .map(spec -> Probes.of(here, spec))
                .orElseGet(() -> new Probe.Known(new Answer.Absent()));
    }
}
