package bascule.run;

import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.recipe.Phase;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.List;

/**
 * A step and where it stands in its outage, which decides what its failure leads to.
 *
 * @param era the release in force
 */
record Place(Step step, Stretch stretch, Version era) {
    enum Stretch {
        /** Visitors are served by the old release. */
        BEFORE,
        CLOSED,
        /** The door is opened, and then visitors are served by the new release. */
        AFTER,
        /** On the way back. */
        BACK
    }

    /** The same for another step. */
    Place with(Step other) {
        return new Place(other, stretch, era);
    }

    /** The same, where its failure leads to something else. */
    Place at(Stretch other) {
        return new Place(step, other, era);
    }

    /** The way forward through an outage. */
    static List<Place> forward(Plan.Outage outage) {
        var places = new ArrayList<Place>();
        outage.before().forEach(step -> places.add(new Place(step, Stretch.BEFORE, outage.from())));
        outage.closing()
                .forEach(step -> places.add(new Place(step, Stretch.CLOSED, outage.from())));
        for (var leg : outage.legs()) {
            for (var step : leg.steps()) {
                var old = step.phase().compareTo(Phase.SWITCH) < 0;
                places.add(new Place(step, Stretch.CLOSED, old ? leg.from() : leg.to()));
            }
        }
        outage.after().forEach(step -> places.add(new Place(step, Stretch.AFTER, outage.to())));
        return places;
    }
}
