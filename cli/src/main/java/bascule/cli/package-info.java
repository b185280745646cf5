/**
 * The command {@code bascule}. A verb says what it did as records; views say it to people or as
 * JSON; nothing is decided here that the engine could decide.
 */
@org.jspecify.annotations.NullMarked
package bascule.cli;
