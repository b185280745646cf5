/**
 * The exact steps of one upgrade and of its way back, decided before anything is touched. Deciding
 * is pure: recipe, catalogue, survey and target in, plan out.
 */
@org.jspecify.annotations.NullMarked
package bascule.plan;
