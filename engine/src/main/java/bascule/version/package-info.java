/** Releases in order: which tags are releases, which is newer, what is one line of them. */
@org.jspecify.annotations.NullMarked
package bascule.version;
