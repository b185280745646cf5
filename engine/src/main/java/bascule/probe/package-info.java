/**
 * How facts are asked: a probe is data, closed over everything but secrets, and looking changes
 * nothing.
 */
@org.jspecify.annotations.NullMarked
package bascule.probe;
