package bascule.cli.demo;

import bascule.cli.Desk;
import bascule.text.Text;

import java.time.Duration;

/** Says what is going on, with the time since the demo began. */
final class Teller {
    private final Desk desk;
    private final long began = System.nanoTime();

    Teller(Desk desk) {
        this.desk = desk;
    }

    /** Programs read only the facts at the end. */
    synchronized void say(String key, Object... args) {
        if (!desk.json()) {
            desk.print("%7s  %s".formatted(clock(elapsed()), desk.say(key, args)));
        }
    }

    void plain(Text text) {
        desk.print(desk.texts().say(text));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String clock(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
