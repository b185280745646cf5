package bascule.run;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Wishes that wait for the next step, and the step that one of them may cut short. */
final class Wishes {
    private final Doer doer;
    private final ConcurrentLinkedQueue<Wish> waiting = new ConcurrentLinkedQueue<>();
    private volatile Optional<Place> acting = Optional.empty();

    Wishes(Doer doer) {
        this.doer = doer;
    }

    /** Called from any thread. */
    void add(Wish wish) {
        waiting.add(wish);
        var now = acting;
        if (now.isPresent() && ends(wish) && now.get().stretch() == Place.Stretch.BEFORE) {
            doer.cutShort(now.get().step());
        }
    }

    /** Whether a step before the outage need not be waited for. */
    static boolean ends(Wish wish) {
        return wish instanceof Wish.Stop || wish instanceof Wish.Back;
    }

    void acting(Place place) {
        acting = Optional.of(place);
    }

    void acted() {
        acting = Optional.empty();
    }

    Optional<Wish> next() {
        return Optional.ofNullable(waiting.peek());
    }

    void taken() {
        waiting.poll();
    }
}
