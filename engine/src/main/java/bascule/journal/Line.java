package bascule.journal;

import java.time.Instant;

/**
 * One line of a journal.
 *
 * @param number counted from 1 without a gap
 * @param at when it was written; never before the line before it
 */
public record Line(long number, Instant at, Entry entry) {}
