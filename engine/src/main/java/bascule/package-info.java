/**
 * Bascule's engine. Packages depend one way: json, text, problem, version, fact, format, host,
 * store, probe, recipe, instance, plan, check, journal, event, run, state, work; a test reads the
 * class files and fails on a cycle or a back edge.
 */
@org.jspecify.annotations.NullMarked
package bascule;
