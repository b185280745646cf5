/** Stores on servers of their own. */
@NullMarked
package bascule.acceptance.stores;

import org.jspecify.annotations.NullMarked;
