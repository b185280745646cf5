package bascule.event;

/** Is told what happens. What it throws is dropped: it cannot fail a run. */
@FunctionalInterface
public interface Watcher {
    void see(Event event);

    Watcher NOBODY = _ -> {};
}
