package bascule.cli;

import bascule.event.Event;
import bascule.event.Watcher;
import bascule.run.Runner;
import bascule.run.Wish;
import bascule.text.Text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What signals mean while a run is under way: Ctrl-C once asks to stop, which is granted before the
 * outage and told to be too late in it; twice goes back. SIGTERM asks to stop. A terminal that goes
 * away (SIGHUP) changes nothing.
 */
final class Interrupts implements AutoCloseable {
    private final Runner runner;
    private final Watcher screen;
    private final String who;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Runnable> before = new ArrayList<>();

    Interrupts(Runner runner, Watcher screen, String who) {
        this.runner = runner;
        this.screen = screen;
        this.who = who;
        before.add(Signals.take("INT", this::interrupt));
        before.add(Signals.take("TERM", this::stop));
        before.add(Signals.take("HUP", () -> {}));
    }

    private void interrupt() {
        if (asked.incrementAndGet() == 1) {
            stop();
        } else {
            tell("cli.signal.back");
            runner.wish(new Wish.Back(who, false));
        }
    }

    private void stop() {
        tell("cli.signal.stop");
        runner.wish(new Wish.Stop(who));
    }

    private void tell(String key) {
        screen.see(new Event.Told(Instant.now(), Text.of(key)));
    }

    @Override
    public void close() {
        before.forEach(Runnable::run);
    }
}
