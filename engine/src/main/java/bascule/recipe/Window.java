package bascule.recipe;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A stretch of the week in which visitors may be kept out: {@code Sat 22:00-06:00 Europe/Paris}.
 * The day is the one on which it begins; it ends on the next if its end is not later than its
 * begin.
 *
 * @param days on which it may begin
 * @param to midnight is the end of a day
 * @param zone empty is that of the machine
 */
public record Window(
        String said, Set<DayOfWeek> days, LocalTime from, LocalTime to, Optional<ZoneId> zone) {
    private static final String DAY = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";

    private static final Pattern FORM =
            Pattern.compile(
                    "(?:"
                            + DAY
                            + "(?:-"
                            + DAY
                            + ")? )?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(?: (\\S+))?");

    public Window {
        days = Set.copyOf(days);
    }

    /** Of one of its days. */
    public record Span(Instant from, Instant to) {}

    /** Whether it is written as one, whatever it says. */
    static boolean isWritten(String said) {
        return FORM.matcher(said).matches();
    }

    /**
     * @throws DateTimeException if there is no such time or zone
     */
    public static Window of(String said) {
        var parts = FORM.matcher(said);
        if (!parts.matches()) {
            throw new DateTimeException(said);
        }
        var zone = parts.group(5);
        return new Window(
                said,
                days(parts.group(1), parts.group(2)),
                LocalTime.parse(parts.group(3)),
                parts.group(4).equals("24:00")
                        ? LocalTime.MIDNIGHT
                        : LocalTime.parse(parts.group(4)),
                zone == null ? Optional.empty() : Optional.of(ZoneId.of(zone)));
    }

    private static Set<DayOfWeek> days(
            @org.jspecify.annotations.Nullable String first,
            @org.jspecify.annotations.Nullable String last) {
        if (first == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.of(day(first));
        for (var day = day(first); last != null && day != day(last); ) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String said) {
        for (var day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).equals(said.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new DateTimeException(said);
    }

    /**
     * The one that begins on a day, as narrow as it can be read where clocks are changed in it: an
     * hour that comes twice counts as its second at the begin and as its first at the end, one that
     * does not come ends where it is left out.
     *
     * @param own the machine's zone
     * @return empty if none begins on that day, or nothing is left of it
     */
    public Optional<Span> on(LocalDate day, ZoneId own) {
        if (!days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        var where = zone.orElse(own);
        var last = to.isAfter(from) ? day : day.plusDays(1);
        var span =
                new Span(instant(day.atTime(from), where, 1), instant(last.atTime(to), where, 0));
        return Optional.of(span).filter(one -> one.to().isAfter(one.from()));
    }

    private static Instant instant(LocalDateTime time, ZoneId zone, int which) {
        var rules = zone.getRules();
        var offsets = rules.getValidOffsets(time);
        return switch (offsets.size()) {
            case 0 -> rules.getTransition(time).getInstant();
            case 1 -> time.toInstant(offsets.getFirst());
            default -> time.toInstant(offsets.get(which));
        };
    }
}
