package bascule.cli.views;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, stretches and sizes as people read them. */
public final class Clocks {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private Clocks() {}

    /** The time of day, here. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    /** Day and time, here. */
    public static String day(Instant at) {
        return DAY.format(at);
    }

    /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}: a clock that runs. */
    public static String clock(Duration length) {
        var seconds = Math.max(0, length.toSeconds());
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 0.31 s}, {@code 12.4 s}, {@code 3 min 12 s}, {@code 4 h 5 min}, {@code 3 d 4 h}. */
    public static String length(Duration length) {
        var millis = Math.max(0, length.toMillis());
        var seconds = millis / 1000;
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (seconds < 3600) {
            return "%d min %d s".formatted(seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
        }
        return "%d d %d h".formatted(seconds / 86_400, seconds / 3600 % 24);
    }

    /** {@code 512 B}, {@code 3.4 MB}: thousands, as file systems are sold. */
    public static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        var value = (double) bytes;
        var unit = 0;
        while (value >= 999.5 && unit < 5) {
            value /= 1000;
            unit++;
        }
        var number = value < 10 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, number, value) + " " + "BkMGTP".charAt(unit) + "B";
    }
}
