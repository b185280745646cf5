package bascule.cli;

import bascule.problem.Problem;

import java.util.Set;

/** How a command ends, for scripts: the table stands in docs/cli.md. */
public enum Exit {
    DONE(0),
    USAGE(2),
    ROLLED_BACK(10),
    REFUSED(11),
    STUCK(12),
    LOCKED(13),
    PAUSED(14),
    NOT_SETTLED(15),
    STOPPED(16),
    LEFT(17),
    INTERNAL(70);

    /** Another run, living or not ended, has the instance. */
    private static final Set<String> LOCKS = Set.of("BSC-305", "BSC-306");

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** How a command ends whose run ended so, or waits so. */
    public static Exit ofOutcome(String word) {
        return switch (word) {
            case "upgraded" -> DONE;
            case "rolled-back" -> ROLLED_BACK;
            case "stopped" -> STOPPED;
            case "paused" -> PAUSED;
            case "not-settled" -> NOT_SETTLED;
            default -> STUCK;
        };
    }

    /** How a command ends that was refused with this problem before it changed anything. */
    public static Exit of(Problem problem) {
        if (LOCKS.contains(problem.code())) {
            return LOCKED;
        }
        if (problem.code().equals("BSC-514")) {
            return REFUSED;
        }
        if (problem.code().equals("BSC-323")) {
            return LEFT;
        }
        var number = Integer.parseInt(problem.code().substring("BSC-".length()));
        return switch (number / 50) {
            case 4, 10 -> USAGE;
            case 14 -> INTERNAL;
            default -> REFUSED;
        };
    }
}
