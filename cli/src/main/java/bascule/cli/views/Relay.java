package bascule.cli.views;

import bascule.event.Event;
import bascule.event.Watcher;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hands events to a screen from a thread of its own, so that a terminal that is held (a pager, a
 * stopped pipe, a connection gone) does not hold the run. What does not fit is dropped.
 */
public final class Relay implements Watcher, AutoCloseable {
    private static final int MOST = 10_000;
    private static final long PATIENCE = 2_000;
    private static final long TICK = 250;

    private final BlockingQueue<Optional<Event>> waiting = new ArrayBlockingQueue<>(MOST);
    private final Screen screen;
    private final Thread thread;
    private volatile boolean closing;

    public Relay(Screen screen) {
        this.screen = screen;
        this.thread = Thread.ofPlatform().daemon().name("screen").start(this::show);
    }

    @Override
    public void see(Event event) {
        if (!waiting.offer(Optional.of(event))) {
            waiting.poll();
        }
    }

    private void show() {
        try {
            while (!closing || !waiting.isEmpty()) {
                var event = waiting.poll(TICK, TimeUnit.MILLISECONDS);
                if (event == null) {
                    screen.tick();
                } else {
                    event.ifPresent(screen::see);
                }
            }
            screen.close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a little for what is left to be shown. */
    @Override
    public void close() {
        closing = true;
        // Wakes the thread; where the queue is full it is awake.
        waiting.offer(Optional.empty());
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
