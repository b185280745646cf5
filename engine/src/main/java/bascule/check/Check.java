package bascule.check;

import bascule.plan.Plan;

import java.time.Duration;

/**
 * One question about an instance and its machine before an upgrade. It looks, and never touches.
 */
public interface Check {
    /** What it is called in answers and in {@code --accept}. */
    String name();

    /** How long it may look. */
    default Duration limit() {
        return Duration.ofSeconds(30);
    }

    Finding look(Plan plan);
}
