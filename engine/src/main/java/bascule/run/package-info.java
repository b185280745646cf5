/** Walks a plan to its end or back to its start; kill it anywhere and call it again, it goes on. */
@org.jspecify.annotations.NullMarked
package bascule.run;
