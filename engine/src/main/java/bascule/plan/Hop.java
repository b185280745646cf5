package bascule.plan;

import bascule.recipe.Recipe.Rule;
import bascule.version.Range;
import bascule.version.Version;

/** From one release to the next stop. */
record Hop(Version from, Version to) {

    /** Whether the ranges of a rule speak of this hop. */
    boolean within(Rule rule) {
        return rule.from().map(Range::of).map(range -> range.holds(from)).orElse(true)
                && rule.to().map(Range::of).map(range -> range.holds(to)).orElse(true);
    }

    /** Whether a release is passed or reached, and not left. */
    boolean passes(Version release) {
        return release.compareTo(from) > 0 && release.compareTo(to) <= 0;
    }
}
