/**
 * The memory of a run: intent is on disk before effect, and everything that a run knows about
 * itself is read from it.
 */
@org.jspecify.annotations.NullMarked
package bascule.journal;
