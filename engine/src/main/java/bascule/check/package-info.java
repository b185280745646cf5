/** What is asked before anything is touched. Checks look, all of them, and never act. */
@org.jspecify.annotations.NullMarked
package bascule.check;
