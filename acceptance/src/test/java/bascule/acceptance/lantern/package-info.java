/**
 * A small application with real processes and files, upgraded by the real command in seconds: what
 * a JDK alone can show of the whole way, where Keycloak would take minutes.
 */
@org.jspecify.annotations.NullMarked
package bascule.acceptance.lantern;
