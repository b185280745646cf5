/**
 * Structured files, read by key and changed so that every byte but the value stays. A scanner of
 * each format tells where things stand in the text; a change replaces, adds or takes out only that
 * stretch. What a change finds is kept as the stretches themselves, so that putting back is exact.
 */
@org.jspecify.annotations.NullMarked
package bascule.format;
