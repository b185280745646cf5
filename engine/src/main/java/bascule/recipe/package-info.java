/**
 * What an application asks of an upgrade, read once from YAML, checked whole, never changed
 * afterwards.
 */
@org.jspecify.annotations.NullMarked
package bascule.recipe;
