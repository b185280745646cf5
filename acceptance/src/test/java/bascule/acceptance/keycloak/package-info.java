/**
 * A real Keycloak, upgraded for real: forward, back from every phase, and killed at every line of
 * its journal. Needs a JDK, Maven and minutes.
 */
@org.jspecify.annotations.NullMarked
package bascule.acceptance.keycloak;
