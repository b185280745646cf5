package bascule.plan;

import bascule.fact.Condition;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What must be so after a step: facts looked at afresh.
 *
 * @param condition over facts whose probes stand in the plan
 * @param era the release in force when it is asked: chooses the probe, {@code fact@release}
 * @param settled whether nothing is at work any more that could make it so: what answers otherwise
 *     will go on doing so, and only what does not answer is waited for
 */
public record Expectation(
        Condition condition,
        String era,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean settled) {

    public Expectation(Condition condition, String era) {
        this(condition, era, false);
    }

    /** The same where nothing is at work any more. */
    Expectation asSettled() {
        return new Expectation(condition, era, true);
    }
}
