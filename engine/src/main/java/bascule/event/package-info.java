/** What happens, told to whoever watches. An observer cannot fail a run. */
@org.jspecify.annotations.NullMarked
package bascule.event;
