package bascule.acceptance.mediawiki;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that goes wrong in one phase: a step of the instance's own, or the recipe's replaced.
 */
record Fault(String phase, Kind kind) {
    /** Those in which a failure takes all back: before visitors are in again. */
    static final List<String> PHASES =
            List.of("stage", "quiesce", "backup", "switch", "migrate", "start", "verify");

    enum Kind {
        FAILS("run: /bin/false"),
        HANGS("run: sleep 600, limit: 2s"),
        DOES_NOTHING("run: /bin/true, expect: { read-only: done }, limit: 2s"),
        IS_KILLED("run: sh -c 'kill -9 $$'");

        private final String step;

        Kind(String step) {
            this.step = step;
        }
    }

    static Stream<Fault> all() {
        return PHASES.stream()
                .flatMap(phase -> Arrays.stream(Kind.values()).map(kind -> new Fault(phase, kind)));
    }

    /** What a release is asked when it starts is asked on the way back, too. */
    private String only() {
        return switch (phase) {
            case "quiesce" -> ", undo: nothing";
            case "start", "verify" -> ", when: { release: \">=1.40\" }";
            default -> "";
        };
    }

    private boolean instead() {
        return phase.equals("migrate") && kind == Kind.DOES_NOTHING;
    }

    /** As a problem names it. */
    String step() {
        return phase + (instead() ? "/update" : "/ours");
    }

    /** For the instance file. */
    String steps() {
        return instead()
                ? "migrate:\n  update: { run: /bin/true, limit: 2s }\n"
                : phase + ":\n  ours: { " + kind.step + only() + " }\n";
    }
}
