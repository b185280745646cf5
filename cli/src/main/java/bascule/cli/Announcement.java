package bascule.cli;

import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.text.Text;
import bascule.text.Texts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Stream;

/** What users are told of an outage that is to come, and when it is expected: words of a run. */
record Announcement(Plan plan, Instant now, ZoneId zone) {
    /** Where no earlier run tells how long it takes. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    /** Times are seconds since 1970, as programs want them. */
    Map<String, String> words(Texts texts) {
        var outage = plan.outages().getFirst();
        var start = now.plus(expected(outage.before().stream()));
        var length =
                expected(
                        Stream.concat(
                                outage.closing().stream(),
                                outage.legs().stream().flatMap(leg -> leg.steps().stream())));
        var known = !length.isZero();
        var text =
                known
                        ? Text.of(
                                plan.purpose().key("cli.announcement"),
                                plan.instance(),
                                CLOCK.format(start.atZone(zone)),
                                Math.max(1, length.plusSeconds(30).toMinutes()),
                                plan.to())
                        : Text.of(
                                plan.purpose().key("cli.announcement.soon"),
                                plan.instance(),
                                plan.to());
        var end = start.plus(known ? length : UNKNOWN);
        return Map.of(
                "announcement", texts.say(text),
                "outage.start", Long.toString(start.getEpochSecond()),
                "outage.end", Long.toString(end.getEpochSecond()));
    }

    private Duration expected(Stream<Step> steps) {
        return steps.map(step -> plan.expected().getOrDefault(step.id(), Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
