package bascule.run;

import bascule.journal.Course;
import bascule.journal.Course.Direction;
import bascule.journal.Course.Standing;
import bascule.journal.Entry;
import bascule.journal.Journal;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Plan.Outage;
import bascule.recipe.Phase;
import bascule.run.Place.Stretch;
import bascule.text.Text;
import bascule.version.Version;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One attempt at a plan: step by step forward, and back once the journal says so. */
final class Walk implements Stepper.Then {
    private final Plan plan;
    private final Start start;
    private final Hands hands;
    private final Whereabouts where;
    private final Stepper stepper;

    /** What a walk works with. */
    record Hands(Doer doer, Journal journal, Herald herald, Wishes wishes) {}

    Walk(Plan plan, Start start, Hands hands) {
        this.plan = plan;
        this.start = start;
        this.hands = hands;
        this.where = new Whereabouts(plan, hands.journal().course());
        this.stepper = new Stepper(hands.doer(), hands.journal(), hands.herald(), this);
    }

    private Course course() {
        return hands.journal().course();
    }

    /**
     * @param end makes the outcome of {@code upgraded rolled-back stopped stuck not-settled paused}
     */
    Outcome go(Function<String, Outcome> end) {
        var way = course().direction();
        if (course().attempts() > 1
                && !new Afterwards(where, stepper).settled()
                && course().direction() == way) {
            return end.apply(way == Direction.BACK ? "stuck" : unsettled(outage()));
        }
        while (true) {
            grant();
            switch (course().direction()) {
                case WAITING -> {
                    return end.apply("paused");
                }
                case BACK -> {
                    return end.apply(back());
                }
                case FORWARD -> {
                    var word = forward();
                    if (word.isPresent()) {
                        return end.apply(word.get());
                    }
                }
            }
        }
    }

    /** How it ended; empty if the run has turned. */
    private Optional<String> forward() {
        var total = (int) plan.steps().count();
        var done = 0;
        for (var outage : plan.outages()) {
            hands.herald().count(done, total);
            forward(outage);
            if (course().direction() != Direction.FORWARD) {
                return Optional.empty();
            }
            if (where.unsettled(outage)) {
                return Optional.of(unsettled(outage));
            }
            done += (int) outage.forward().count();
        }
        return Optional.of("upgraded");
    }

    /** It serves, and will after a boot; or hands are needed. */
    private String unsettled(Outage outage) {
        return where.opened(outage) && where.shut(outage).isEmpty() ? "not-settled" : "stuck";
    }

    private void forward(Outage outage) {
        var places = Place.forward(outage);
        var met = false;
        for (var index = 0; index < places.size(); index++) {
            var place = places.get(index);
            grant();
            if (course().direction() != Direction.FORWARD) {
                return;
            }
            if (skippedAtWork(place)) {
                return;
            }
            if (!course().standing(place.step().id()).over() && !leftOut(outage, place)) {
                var closes = place.stretch() == Stretch.CLOSED;
                if (closes && !met && !mayClose(outage, place)) {
                    return;
                }
                met |= closes;
                var last =
                        index + 1 == places.size()
                                || places.get(index + 1).stretch() != Stretch.CLOSED;
                takeForward(outage, place, closes && last);
            }
            hands.herald().passed();
        }
    }

    /** Somebody skipped it, but what it had begun does not end: nobody goes past that either. */
    private boolean skippedAtWork(Place place) {
        var id = place.step().id();
        return course().standing(id) == Standing.SKIPPED
                && course().touched(id)
                && !stepper.quietened(place);
    }

    private void takeForward(Outage outage, Place place, boolean lastClosed) {
        var mayOpen = lastClosed || place.step().phase() == Phase.OPEN;
        var openedBefore = mayOpen && where.opened(outage);
        stepper.take(place);
        if (mayOpen && !openedBefore && where.opened(outage)) {
            served(outage.to(), where.closedAt(outage), where.openedAt(outage));
        }
    }

    private void served(Version release, Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent()) {
            hands.herald().served(release, Duration.between(from.get(), to.get()));
        }
    }

    /**
     * Something failed after the outage: its phase goes on, later ones only tell. No door is opened
     * before what does not answer.
     */
    private boolean leftOut(Outage outage, Place place) {
        var step = place.step();
        return place.stretch() == Stretch.AFTER
                && !(step.action() instanceof Action.Notify)
                && outage.forward()
                        .filter(
                                other ->
                                        other.phase().compareTo(step.phase()) < 0
                                                || (step.action() instanceof Action.OpenDoor
                                                        && other.action() instanceof Action.Change))
                        .anyMatch(other -> course().standing(other.id()) == Standing.UNSETTLED);
    }

    /** The last instant at which nobody is interrupted yet. */
    private boolean mayClose(Outage outage, Place place) {
        if (where.closed(outage)) {
            return true;
        }
        try {
            var against = start.door().ask(plan, outage);
            if (against.isPresent()) {
                stepper.failed(place, against.get().code(), against.get().why(), false);
                return false;
            }
        } catch (RuntimeException blind) {
            var why = Text.of("run.door-blind", String.valueOf(blind));
            stepper.failed(place, "BSC-316", why, false);
            return false;
        }
        hands.herald().closed();
        return true;
    }

    /** Takes the wishes that wait, or tells why they cannot be granted. */
    private void grant() {
        var wishes = hands.wishes();
        for (var wish = wishes.next(); wish.isPresent(); wish = wishes.next()) {
            var against = new Judge(where).against(wish.get());
            wishes.taken();
            if (against.isEmpty()) {
                hands.journal().append(wish.get().entry());
            } else {
                hands.herald().told(Text.of("run.wish.refused", against.get().why()));
            }
        }
    }

    private String back() {
        var outage = plan.outages().get(where.backAt());
        hands.herald().wayBack(outage.from(), because());
        if (!quietened(outage)) {
            return "stuck";
        }
        var steps = where.back(outage);
        hands.herald().count(0, steps.size());
        if (where.opened(outage) && steps.stream().noneMatch(s -> course().touched(s.id()))) {
            hands.herald().closed();
        }
        var serving = steps.stream().filter(step -> !Whereabouts.tidies(step)).toList();
        for (var step : steps) {
            grant();
            var wasOver = course().standing(step.id()).over();
            stepper.take(new Place(step, Stretch.BACK, outage.from()));
            if (!course().standing(step.id()).over()) {
                return "stuck";
            }
            if (!wasOver
                    && !serving.isEmpty()
                    && step.equals(serving.getLast())
                    && where.closed(outage)) {
                served(outage.from(), where.closedAt(outage), where.returnedAt(outage));
            }
            hands.herald().passed();
        }
        var turn = course().turn().map(line -> line.entry());
        return turn.filter(Entry.Stop.class::isInstance).isPresent() ? "stopped" : "rolled-back";
    }

    private String because() {
        return course().turn()
                .map(line -> line.entry() instanceof Entry.Failed failed ? failed.step() : "")
                .orElse("");
    }

    /** What an interrupted step left at work must not write into what the way back restores. */
    private boolean quietened(Outage outage) {
        return outage.forward()
                .flatMap(step -> Stream.of(step, stepper.takingBack(step)))
                .filter(step -> course().touched(step.id()))
                .filter(step -> course().standing(step.id()) != Standing.DONE)
                .map(step -> new Place(step, Stretch.BACK, outage.from()))
                .allMatch(stepper::quietened);
    }

    @Override
    public String then(Place place, boolean passable) {
        if (passable && place.step().level().equals("warn")) {
            return "on";
        }
        return switch (place.stretch()) {
            case BACK -> "stuck";
            case AFTER -> "unsettled";
            case BEFORE -> mayReturn() ? "back" : "stuck";
            case CLOSED -> {
                if (plan.onFailure() == Plan.OnFailure.PAUSE && where.closed(outage())) {
                    yield "pause";
                }
                yield mayReturn() ? "back" : "stuck";
            }
        };
    }

    private Outage outage() {
        return plan.outages().get(where.forwardAt());
    }

    private boolean mayReturn() {
        return where.noReturn(outage()).isEmpty();
    }

    @Override
    public Optional<Entry> wished(Place place) {
        if (place.stretch() != Stretch.BEFORE) {
            return Optional.empty();
        }
        var wish = hands.wishes().next().filter(Wishes::ends);
        if (wish.isEmpty() || new Judge(where).against(wish.get()).isPresent()) {
            return Optional.empty();
        }
        hands.wishes().taken();
        return wish.map(Wish::entry);
    }

    @Override
    public boolean attended() {
        return start.attended();
    }

    @Override
    public void acting(Place place) {
        hands.wishes().acting(place);
    }

    @Override
    public void acted() {
        hands.wishes().acted();
    }
}
