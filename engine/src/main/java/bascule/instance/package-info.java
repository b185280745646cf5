/** One installation of an application: what its people said of it, and what a survey found. */
@org.jspecify.annotations.NullMarked
package bascule.instance;
