package bascule.run;

import org.jspecify.annotations.NullMarked;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by one second each time it is asked, so that tests know what it says. */
@NullMarked
public final class TickedClock extends Clock {
    private Instant now = Instant.parse("2026-11-20T03:00:00Z");

    @Override
    public Instant instant() {
        now = now.plusSeconds(1);
        return now;
    }

    public void tick(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
