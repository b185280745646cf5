package bascule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.plan.Plan;
import bascule.text.Texts;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

class AnnouncementTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static Map<String, String> words(Map<String, Duration> expected) {
        var plan = SmallRuns.plan(Plan.OnFailure.BACK);
        var known =
                new Plan(
                        plan.madeBy(),
                        plan.instance(),
                        plan.recipe(),
                        plan.method(),
                        plan.root(),
                        plan.from(),
                        plan.to(),
                        plan.door(),
                        plan.onFailure(),
                        plan.facts(),
                        plan.probes(),
                        plan.outages(),
                        plan.notices(),
                        plan.sizes(),
                        expected);
        return new Announcement(known, NOON, ZoneOffset.UTC).words(Texts.in(Locale.ENGLISH));
    }

    private static String seconds(int after) {
        return Long.toString(NOON.plusSeconds(after).getEpochSecond());
    }

    @Test
    void what_nobody_has_measured_is_not_promised() {
        assertThat(words(Map.of()))
                .containsEntry("outage.start", seconds(0))
                .containsEntry("outage.end", seconds(3600));
        assertThat(words(Map.of()).get("announcement")).contains("wiki", "for a while", "2.0");
    }

    @Test
    void an_outage_begins_when_all_is_staged_and_is_as_long_as_the_last_one() {
        var words =
                words(
                        Map.of(
                                "stage/fetch", Duration.ofMinutes(5),
                                "quiesce/stop", Duration.ofSeconds(20),
                                "switch/link", Duration.ofSeconds(100),
                                "open/start", Duration.ofSeconds(50)));
        assertThat(words)
                .containsEntry("outage.start", seconds(300))
                .containsEntry("outage.end", seconds(420));
        assertThat(words.get("announcement")).contains("12:05", "about 2 min");
    }
}
