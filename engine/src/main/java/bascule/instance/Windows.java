package bascule.instance;

import bascule.recipe.Window;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When an instance may be closed. Windows that touch each other are one.
 *
 * @param own the machine's zone
 */
public record Windows(List<Window> all, ZoneId own) {
    /** So far ahead is looked for one that is long enough. */
    private static final int DAYS = 15;

    public Windows {
        all = List.copyOf(all);
    }

    public static Windows of(Instance instance, ZoneId own) {
        return new Windows(instance.windows().stream().map(Window::of).toList(), own);
    }

    /**
     * When the door may close.
     *
     * @param earliest not before
     * @param length of the outage
     * @return empty if none of the next two weeks is so long; {@code earliest} where there are no
     *     windows at all
     */
    public Optional<Instant> next(Instant earliest, Duration length) {
        if (all.isEmpty()) {
            return Optional.of(earliest);
        }
        return spans(earliest).stream()
                .map(span -> new Window.Span(later(span.from(), earliest), span.to()))
                .filter(span -> !span.from().plus(length).isAfter(span.to()))
                .map(Window.Span::from)
                .findFirst();
    }

    private List<Window.Span> spans(Instant earliest) {
        var spans = new ArrayList<Window.Span>();
        for (var window : all) {
            var first = earliest.atZone(window.zone().orElse(own)).toLocalDate().minusDays(1);
            for (var day = 0; day <= DAYS; day++) {
                window.on(first.plusDays(day), own)
                        .filter(span -> span.to().isAfter(earliest))
                        .ifPresent(spans::add);
            }
        }
        spans.sort(Comparator.comparing(Window.Span::from));
        var joined = new ArrayList<Window.Span>();
        for (var span : spans) {
            if (joined.isEmpty() || span.from().isAfter(joined.getLast().to())) {
                joined.add(span);
            } else {
                var before = joined.removeLast();
                joined.add(new Window.Span(before.from(), later(before.to(), span.to())));
            }
        }
        return joined;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** As people say them. */
    public String said() {
        return String.join(", ", all.stream().map(Window::said).toList());
    }
}
