/** Data copied, verified and restored. */
@org.jspecify.annotations.NullMarked
package bascule.store;
