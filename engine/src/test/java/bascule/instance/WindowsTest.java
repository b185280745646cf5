package bascule.instance;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.recipe.Window;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** When a door may close: clocks are changed in Paris on 2026-10-25 and 2027-03-28. */
@NullMarked
class WindowsTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    private static void next(String earliest, Duration length, String expected, String... said) {
        var windows = new Windows(Stream.of(said).map(Window::of).toList(), PARIS);
        assertThat(windows.next(at(earliest), length)).contains(at(expected));
    }

    private static final Duration SHORT = Duration.ofMinutes(10);

    @Test
    void it_is_waited_for_one_and_within_it_for_nothing() {
        next(
                "2026-11-21T12:00+01:00",
                SHORT,
                "2026-11-22T02:00+01:00",
                "Sun 02:00-05:00 Europe/Paris");
        next("2026-11-22T03:17+01:00", SHORT, "2026-11-22T03:17+01:00", "Sun 02:00-05:00");
        next("2026-11-22T04:50+01:00", SHORT, "2026-11-22T04:50+01:00", "Sun 02:00-05:00");
    }

    @Test
    void an_outage_that_would_outlast_it_waits_for_the_next() {
        next("2026-11-22T04:51+01:00", SHORT, "2026-11-29T02:00+01:00", "Sun 02:00-05:00");
    }

    @Test
    void it_belongs_to_the_day_on_which_it_begins() {
        next("2026-11-22T01:00+01:00", SHORT, "2026-11-22T01:00+01:00", "Sat 22:00-06:00");
        next("2026-11-22T22:30+01:00", SHORT, "2026-11-28T22:00+01:00", "Sat 22:00-06:00");
        next("2026-11-20T23:30+01:00", SHORT, "2026-11-23T22:00+01:00", "Mon-Thu 22:00-23:00");
        next("2026-11-21T23:30+01:00", SHORT, "2026-11-22T04:00+01:00", "Fri-Mon 04:00-05:00");
        next("2026-11-21T23:30+01:00", SHORT, "2026-11-22T04:00+01:00", "04:00-05:00");
    }

    @Test
    void the_zone_is_that_of_the_window_not_of_the_machine() {
        next(
                "2026-11-21T12:00+01:00",
                SHORT,
                "2026-11-21T21:00+01:00",
                "Sun 05:00-06:00 Asia/Tokyo");
    }

    @Test
    void those_that_touch_are_one() {
        next(
                "2026-11-21T12:00+01:00",
                Duration.ofHours(8),
                "2026-11-21T22:00+01:00",
                "Sun 00:00-06:00",
                "Sat 22:00-24:00");
    }

    @Test
    void one_that_is_never_long_enough_is_no_answer() {
        var windows = new Windows(List.of(Window.of("Sun 02:00-05:00")), PARIS);
        assertThat(windows.next(at("2026-11-21T12:00+01:00"), Duration.ofHours(4))).isEmpty();
    }

    @Test
    void where_none_is_written_it_may_be_at_any_time() {
        next("2026-11-21T12:00+01:00", Duration.ofDays(99), "2026-11-21T12:00+01:00");
    }

    @Test
    void an_hour_that_is_left_out_makes_it_shorter() {
        var night = "2027-03-28T00:00+01:00";
        next(night, Duration.ofHours(2), "2027-03-28T03:00+02:00", "Sun 02:00-05:00");
        next(night, Duration.ofMinutes(121), "2027-04-04T02:00+02:00", "Sun 02:00-05:00");
        next(night, SHORT, "2027-04-04T02:15+02:00", "Sun 02:15-02:45");
        next(night, Duration.ofMinutes(31), "2027-04-04T01:30+02:00", "Sun 01:30-02:30");
    }

    @Test
    void an_hour_that_comes_twice_makes_it_no_longer() {
        var night = "2026-10-24T20:00+02:00";
        next(night, SHORT, "2026-10-25T02:30+01:00", "Sun 02:30-05:00");
        next(night, Duration.ofMinutes(270), "2026-10-24T22:00+02:00", "Sat 22:00-02:30");
        next(
                night,
                Duration.ofMinutes(271),
                "2026-10-25T22:00+01:00",
                "Sun 22:00-06:00",
                "Sat 22:00-02:30");
    }
}
