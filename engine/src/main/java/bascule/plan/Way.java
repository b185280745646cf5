package bascule.plan;

import bascule.problem.Refusal;

import java.util.List;
import java.util.Optional;

/**
 * The way of an upgrade, from stop to stop.
 *
 * @param drawing on which it was decided
 * @param climbs of components on the way
 * @param against why it cannot be gone, if so
 */
record Way(
        Drawing drawing,
        Route route,
        List<Hop> hops,
        List<Climb> climbs,
        Optional<Refusal> against) {
    Way {
        climbs = List.copyOf(climbs);
        hops = List.copyOf(hops);
    }
}
