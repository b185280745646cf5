/** What can be typed after {@code bascule}, one file each. */
@org.jspecify.annotations.NullMarked
package bascule.cli.verbs;
