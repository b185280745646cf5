package bascule.plan;

import bascule.problem.Problem;
import bascule.version.Version;

import java.util.List;
import java.util.Optional;

/**
 * What the releases on a way ask, to be read before anything is planned.
 *
 * @param stops where the way stops, the last one where it leads
 * @param climbs what components have to go through on the way, as far as their releases are known
 * @param notes in the order of their releases
 * @param silent the releases on the way that ask nothing
 * @param against what stands in the way itself, if anything does
 */
public record Reading(
        String instance,
        String recipe,
        Version from,
        List<Version> stops,
        List<Climb> climbs,
        List<Asked> notes,
        List<Version> silent,
        Optional<Problem> against) {
    public Reading {
        stops = List.copyOf(stops);
        climbs = List.copyOf(climbs);
        notes = List.copyOf(notes);
        silent = List.copyOf(silent);
    }

    /**
     * One note, and what becomes of it here.
     *
     * @param steps that do it, {@code phase/name}
     * @param origin where it was written
     * @param words a digest of its text, as an {@link Acknowledgement} has it
     */
    public record Asked(Plan.Notice notice, List<String> steps, String origin, String words) {
        public Asked {
            steps = List.copyOf(steps);
        }

        /** Whether somebody has to acknowledge it. */
        public boolean open() {
            return notice.state().equals("acknowledge");
        }

        /** Whether acknowledging it means anything. */
        public boolean acknowledgeable() {
            return open() || notice.state().equals("acknowledged");
        }
    }

    public Version to() {
        return stops.getLast();
    }
}
