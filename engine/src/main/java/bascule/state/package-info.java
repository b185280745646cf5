/**
 * Where Bascule keeps what must survive a crash: the folder of each instance, its lock and its
 * runs.
 */
@org.jspecify.annotations.NullMarked
package bascule.state;
