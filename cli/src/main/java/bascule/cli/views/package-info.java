/** The same facts for people and for programs. */
@org.jspecify.annotations.NullMarked
package bascule.cli.views;
