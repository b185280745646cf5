/**
 * Answers about an instance, the conditions put on them, and the text that they fill. A fact is a
 * named answer; how it is asked is a probe.
 */
@org.jspecify.annotations.NullMarked
package bascule.fact;
