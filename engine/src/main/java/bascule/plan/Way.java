package bascule.plan;

import bascule.problem.Refusal;

import java.util.List;
import java.util.Optional;

/**
 * The way of an upgrade, from stop to stop.
 *
 * @param drawing on which it was decided
 * @param against why it cannot be gone, if so
 */
record Way(Drawing drawing, Route route, List<Hop> hops, Optional<Refusal> against) {
    Way {
        hops = List.copyOf(hops);
    }
}
