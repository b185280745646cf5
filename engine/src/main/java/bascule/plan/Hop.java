package bascule.plan;

import bascule.recipe.Recipe.Rule;
import bascule.version.Order;
import bascule.version.Version;

/**
 * From one release to the next stop.
 *
 * @param order how the publisher counts
 */
record Hop(Version from, Version to, Order order) {

    /** Whether the ranges of a rule speak of this hop. */
    boolean within(Rule rule) {
        return rule.from().map(range -> range.holds(from, order)).orElse(true)
                && rule.to().map(range -> range.holds(to, order)).orElse(true);
    }

    /** Whether a release is passed or reached, and not left. */
    boolean passes(Version release) {
        return order.compare(release, from) > 0 && order.compare(release, to) <= 0;
    }

    /** Whether a release lies between both. */
    boolean holds(Version release) {
        return passes(release) && order.compare(release, to) < 0;
    }
}
