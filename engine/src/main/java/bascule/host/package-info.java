/**
 * The machine that an instance lives on: its files, its commands, its processes. The only place
 * that touches the world.
 */
@org.jspecify.annotations.NullMarked
package bascule.host;
