/** The one way in which records become JSON and come back: plans, journals, events, answers. */
@org.jspecify.annotations.NullMarked
package bascule.json;
