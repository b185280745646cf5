package bascule.run;

import bascule.host.Service;
import bascule.journal.Course.Direction;
import bascule.journal.Course.Standing;
import bascule.plan.Action;
import bascule.plan.Plan.Outage;
import bascule.run.Place.Stretch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the machine did while nobody ran this: it may have booted, so that what was stopped runs
 * again, and what was started does not. Before the run goes on, services stand as it left them.
 */
record Afterwards(Whereabouts where, Stepper stepper) {
    private static final Set<Standing> OVER = Set.of(Standing.DONE, Standing.AS_FOUND);

    /** Whether they stand so now; else the journal says what failed. */
    boolean settled() {
        return switch (where.course().direction()) {
            case WAITING -> true;
            case FORWARD -> {
                var outage = where.plan().outages().get(where.forwardAt());
                yield !where.closed(outage) || settled(forward(outage));
            }
            case BACK ->
                    where.backAt() < 0 || settled(all(where.plan().outages().get(where.backAt())));
        };
    }

    private boolean settled(List<Place> places) {
        var left = left(places).values();
        return left.isEmpty() || (quietened(places) && left.stream().allMatch(this::renewed));
    }

    /** Once the new release was found good, no failure goes back by itself any more. */
    private List<Place> forward(Outage outage) {
        var places = Place.forward(outage);
        return where.verified(outage)
                ? places.stream().map(place -> place.at(Stretch.AFTER)).toList()
                : places;
    }

    private List<Place> all(Outage outage) {
        var back =
                where.back(outage).stream()
                        .map(step -> new Place(step, Stretch.BACK, outage.from()));
        return Stream.concat(Place.forward(outage).stream(), back).toList();
    }

    /** Whatever an interrupted step left at work comes to its end before services are touched. */
    private boolean quietened(List<Place> places) {
        return places.stream()
                .flatMap(place -> Stream.of(place, place.with(stepper.takingBack(place.step()))))
                .filter(place -> where.course().touched(place.step().id()))
                .filter(place -> !OVER.contains(standing(place)))
                .allMatch(stepper::quietened);
    }

    private Standing standing(Place place) {
        return where.course().standing(place.step().id());
    }

    /** The last change of each service that came to its end. */
    private Map<String, Place> left(List<Place> places) {
        var left = new LinkedHashMap<String, Place>();
        for (var place : places) {
            if (place.step().action() instanceof Action.Change change
                    && change.verb() != Service.Verb.RELOAD) {
                if (OVER.contains(standing(place))) {
                    left.put(change.service().name(), place);
                } else if (where.course().touched(place.step().id())) {
                    // How this one ended is found out when its turn comes.
                    left.remove(change.service().name());
                }
            }
        }
        return left;
    }

    private boolean renewed(Place place) {
        var change = (Action.Change) place.step().action();
        var stops = change.verb() == Service.Verb.STOP;
        if (where.course().direction() == Direction.BACK
                && place.stretch() != Stretch.BACK
                && !stops) {
            // The new release is not started any more.
            return true;
        }
        var again =
                new Action.Change(
                        stops ? Service.Verb.STOP : Service.Verb.START,
                        change.service(),
                        change.env(),
                        change.force());
        return stepper.renewed(place.with(place.step().acting(again)));
    }
}
