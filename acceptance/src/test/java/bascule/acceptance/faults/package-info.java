/** One thing that goes wrong in an upgrade of a real application, and what is left of it. */
@org.jspecify.annotations.NullMarked
package bascule.acceptance.faults;
