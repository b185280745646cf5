package bascule.run;

import bascule.problem.Problem;
import bascule.version.Version;

import java.time.Instant;
import java.util.Optional;

/** How a run ended, or why it does not go on. */
public sealed interface Outcome {

    /** As it is written in journals and events. */
    String word();

    /** What visitors get now. */
    Serving serving();

    /** What is told; empty where all went as wished. */
    Optional<Problem> problem();

    /**
     * @param release empty if nothing serves
     * @param since when, if the run knows: it is empty for a release that never stopped serving
     */
    record Serving(Optional<Version> release, Optional<Instant> since) {
        static final Serving NOTHING = new Serving(Optional.empty(), Optional.empty());

        public String word() {
            return release.map(Version::text).orElse("");
        }
    }

    record Upgraded(Serving serving) implements Outcome {
        @Override
        public String word() {
            return "upgraded";
        }

        @Override
        public Optional<Problem> problem() {
            return Optional.empty();
        }
    }

    /**
     * @param interrupted whether the application was closed; false if it failed before
     */
    record RolledBack(Serving serving, boolean interrupted, Optional<Problem> problem)
            implements Outcome {
        @Override
        public String word() {
            return "rolled-back";
        }
    }

    /** Stopped on request before the outage; nobody was interrupted. */
    record Stopped(Serving serving) implements Outcome {
        @Override
        public String word() {
            return "stopped";
        }

        @Override
        public Optional<Problem> problem() {
            return Optional.empty();
        }
    }

    /** Waits for a choice: retry, skip or back. */
    record Paused(Serving serving, String step, Optional<Problem> problem) implements Outcome {
        @Override
        public String word() {
            return "paused";
        }
    }

    /** Hands are needed. */
    record Stuck(Serving serving, String step, Optional<Problem> problem) implements Outcome {
        @Override
        public String word() {
            return "stuck";
        }
    }

    /** The new release serves, and something after the outage failed. */
    record NotSettled(Serving serving, Optional<Problem> problem) implements Outcome {
        @Override
        public String word() {
            return "not-settled";
        }
    }
}
