package bascule.plan;

import bascule.version.Version;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A component's own way before a release of the application can be gone to.
 *
 * @param into the release of the application
 * @param rungs the component's releases, beginning with the one that is there
 */
public record Climb(Version into, String component, List<Version> rungs) {
    public Climb {
        rungs = List.copyOf(rungs);
    }

    /** As people read it: {@code 5.0.14 → 6.0.15 → 7.0.8}. */
    public String said() {
        return rungs.stream().map(Version::text).collect(Collectors.joining(" → "));
    }
}
