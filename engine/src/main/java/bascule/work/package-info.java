/**
 * Does what steps say, on a real machine. {@link bascule.work.World} picks the deed for an action;
 * each deed is one small class that finds what is there, looks whether it is done, does it so that
 * a crash leaves the old or the new, and puts back what it found.
 */
@org.jspecify.annotations.NullMarked
package bascule.work;
