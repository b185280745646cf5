/** What people read: sentences by key, said in English or French. */
@org.jspecify.annotations.NullMarked
package bascule.text;
