/**
 * One real application on this machine, installed, used and upgraded before somebody's eyes: the
 * first command that a newcomer types. Everything lies in one folder. Nothing in here takes part in
 * an upgrade: it is done by the command that everybody uses, in a process of its own.
 */
@org.jspecify.annotations.NullMarked
package bascule.cli.demo;
