package bascule.acceptance.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that goes wrong in one phase: a step of the instance's own, or the recipe's replaced.
 */
public record Fault(String phase, Kind kind) {
    /** Those in which a failure takes all back: before visitors are in again. */
    private static final List<String> PHASES =
            List.of("stage", "quiesce", "backup", "switch", "migrate", "start", "verify");

    /** How it goes wrong. */
    public enum Kind {
        FAILS("run: /bin/false"),
        HANGS("run: sleep 600, limit: 2s"),
        DOES_NOTHING("run: /bin/true, expect: { %s: done }, limit: 2s"),
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

    private Optional<Application.Idle> idle(Application system) {
        return kind == Kind.DOES_NOTHING ? system.idle(phase) : Optional.empty();
    }

    /** As the problem names what went wrong. */
    public String named(Application system) {
        return idle(system).map(Application.Idle::noticed).orElse(phase + "/ours");
    }

    /** The instance file with it. */
    public String in(Application system) {
        return system.plain() + steps(system);
    }

    private String steps(Application system) {
        return idle(system)
                .map(idle -> phase + ":\n  " + idle.step() + ": { run: /bin/true, limit: 2s }\n")
                .orElseGet(
                        () ->
                                "%s:\n  ours: { %s%s }\n"
                                        .formatted(
                                                phase,
                                                kind.step.formatted(system.never()),
                                                only(system)));
    }

    /** What a release is asked when it starts is asked on the way back, too. */
    private String only(Application system) {
        return switch (phase) {
            case "quiesce" -> ", undo: nothing";
            case "start", "verify" -> ", when: { release: \"" + system.wanted() + "\" }";
            default -> "";
        };
    }
}
