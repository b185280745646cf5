package bascule.check;

import bascule.instance.Windows;
import bascule.plan.Outline;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.text.Text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Whether visitors may be kept out when the plan would keep them out, by how long its steps took
 * before. What is not known counts as no time.
 */
public record Timing(Ground ground) {
    public static final String NAME = "window";

    /** Before anything is begun: of the first outage, once all is staged. */
    Finding look(Plan plan) {
        var outages = plan.outages();
        if (outages.isEmpty() || outages.getFirst().closing().isEmpty()) {
            return Findings.pass("check.window-not-closed");
        }
        var staging =
                outages.getFirst().before().stream()
                        .map(Step::id)
                        .map(plan.expected()::get)
                        .filter(Objects::nonNull)
                        .reduce(Duration.ZERO, Duration::plus);
        return closing(plan, outages.getFirst(), staging);
    }

    /** Right before the door of an outage closes. */
    public Finding closing(Plan plan, Plan.Outage outage) {
        return closing(plan, outage, Duration.ZERO);
    }

    private Finding closing(Plan plan, Plan.Outage outage, Duration until) {
        var zone = ZoneId.systemDefault();
        var windows = Windows.of(ground.subject().instance(), zone);
        var closed =
                Outline.of(plan)
                        .outages()
                        .get(plan.outages().indexOf(outage))
                        .closed()
                        .orElse(Duration.ZERO);
        var at = ground.host().clock().instant().plus(until);
        var next = windows.next(at, closed);
        if (windows.all().isEmpty()) {
            return Findings.pass("check.window-none");
        }
        if (next.filter(at::equals).isPresent()) {
            return Findings.pass("check.window", said(at, zone), minutes(closed), windows.said());
        }
        var why =
                next.map(
                                then ->
                                        Text.of(
                                                "check.window-closed",
                                                said(at, zone),
                                                minutes(closed),
                                                windows.said(),
                                                said(then, zone)))
                        .orElseGet(
                                () ->
                                        Text.of(
                                                "check.window-short",
                                                minutes(closed),
                                                windows.said()));
        var then = Text.of("check.window.next", plan.instance(), plan.to());
        return ground.options().accepted().contains(NAME)
                ? Findings.warn(plan, "BSC-121", why, then)
                : Findings.block(plan, "BSC-121", why, then);
    }

    /** To the minute, in the zone of the machine. */
    private static String said(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toOffsetDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** Begun ones count. */
    private static long minutes(Duration closed) {
        return closed.plusSeconds(59).toMinutes();
    }
}
