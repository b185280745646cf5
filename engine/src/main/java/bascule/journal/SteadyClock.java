package bascule.journal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The time of day when the process began, and from there the steady time of the machine: what is
 * measured between two lines of a journal is right even if somebody sets the clock meanwhile.
 */
public final class SteadyClock extends Clock {
    private final Clock day;
    private final Instant began;
    private final long nanos;

    public SteadyClock(Clock day) {
        this.day = day;
        this.began = day.instant();
        this.nanos = System.nanoTime();
    }

    public static SteadyClock now() {
        return new SteadyClock(Clock.systemUTC());
    }

    @Override
    public Instant instant() {
        return began.plusNanos(System.nanoTime() - nanos);
    }

    @Override
    public ZoneId getZone() {
        return day.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(day.withZone(zone));
    }
}
