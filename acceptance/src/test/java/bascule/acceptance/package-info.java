@org.jspecify.annotations.NullMarked
package bascule.acceptance;
