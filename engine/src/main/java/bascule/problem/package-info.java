/**
 * What is told when something cannot be done. A {@link bascule.problem.Fault} is what a low layer
 * knows (a code and a reason); only who knows where the instance stands makes a {@link
 * bascule.problem.Problem} of it, with all four texts.
 */
@org.jspecify.annotations.NullMarked
package bascule.problem;
