/** Every recipe that Bascule brings along is read with the engine. */
@org.jspecify.annotations.NullMarked
package bascule.recipes;
