package bascule.check;

import bascule.plan.Plan;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Whether the clock tells a time that can be: runs, backups and certificates go by it. */
record Clocks(Ground ground) {
    private static final Instant BEFORE_US = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SLACK = Duration.ofHours(1);

    Finding look(Plan plan) {
        var now = ground.host().clock().instant();
        if (now.isBefore(BEFORE_US)) {
            return Findings.block(
                    plan, "BSC-111", Text.of("check.clock-old", now), Text.of("check.clock.next"));
        }
        try {
            var touched = Files.getLastModifiedTime(Path.of(plan.root())).toInstant();
            if (touched.isAfter(now.plus(SLACK))) {
                return Findings.warn(
                        plan,
                        "BSC-111",
                        Text.of("check.clock-behind", now, plan.root(), touched),
                        Text.of("check.clock.next"));
            }
        } catch (IOException unreadable) {
            return Findings.block(
                    plan,
                    "BSC-111",
                    Text.of("check.root-unreadable", plan.root(), String.valueOf(unreadable)),
                    Text.of("check.root-unreadable.next"));
        }
        return Findings.pass("check.clock", now);
    }
}
