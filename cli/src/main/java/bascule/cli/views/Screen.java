package bascule.cli.views;

import bascule.event.Event;

/** Shows events to somebody; called by one thread at a time. */
public interface Screen extends AutoCloseable {
    void see(Event event);

    /** Called a few times a second while nothing else happens. */
    default void tick() {}

    @Override
    default void close() {}
}
