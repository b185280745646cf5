package bascule.plan;

/** What a plan is for. All but an upgrade stay at the release that serves. */
public enum Purpose {
    UPGRADE("upgraded"),

    /** The new release is put beside the old, and nothing more. */
    STAGE("staged"),

    BACKUP("backed-up"),

    /** A backup is put back in place of what is there. */
    RESTORE("restored"),

    /** A backup is restored into something that nobody uses. */
    PROVE("proved");

    private final String done;

    Purpose(String done) {
        this.done = done;
    }

    /**
     * How a run's outcome is told: its journal says {@code upgraded} for all that came to its end.
     */
    public String told(String outcome) {
        return outcome.equals("upgraded") ? done : outcome;
    }

    /** The key of a text that is said otherwise for each purpose; an upgrade's is the plain one. */
    public String key(String key) {
        return switch (this) {
            case UPGRADE, STAGE -> key;
            case BACKUP -> key + ".backup";
            case RESTORE -> key + ".restore";
            case PROVE -> key + ".prove";
        };
    }

    /** Whether rollback is about such a run: one that puts a release in place. */
    public boolean takesBack() {
        return this == UPGRADE || this == STAGE;
    }

    /** Whether there is something left to decide about after its end. */
    public boolean changes() {
        return takesBack() || this == RESTORE;
    }
}
