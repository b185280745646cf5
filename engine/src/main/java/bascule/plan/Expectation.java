package bascule.plan;

import bascule.fact.Condition;

/**
 * What must be so after a step: facts looked at afresh.
 *
 * @param condition over facts whose probes stand in the plan
 * @param era the release in force when it is asked: chooses the probe, {@code fact@release}
 */
public record Expectation(Condition condition, String era) {}
