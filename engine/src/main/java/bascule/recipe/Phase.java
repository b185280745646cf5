package bascule.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.Locale;

/**
 * A named stretch of an upgrade, in the order in which a run goes through them.
 *
 * <pre>
 *  preflight  stage  announce | quiesce  backup  [switch  migrate  start  verify]…  | open  settle  clean
 *  serves                     | closed             once a leg                       | serves
 * </pre>
 */
public enum Phase {
    PREFLIGHT(false),
    STAGE(false),
    ANNOUNCE(false),
    QUIESCE(true),
    BACKUP(true),
    SWITCH(true),
    MIGRATE(true),
    START(true),
    VERIFY(true),
    OPEN(false),
    SETTLE(false),
    CLEAN(false);

    private final boolean closed;

    Phase(boolean closed) {
        this.closed = closed;
    }

    /** Whether visitors are kept out while it lasts: a failure here takes the way back. */
    public boolean closed() {
        return closed;
    }

    /** Before the outage: a failure here interrupts nobody. */
    public boolean before() {
        return compareTo(QUIESCE) < 0;
    }

    /** After the outage: a failure here never goes back by itself. */
    public boolean after() {
        return compareTo(VERIFY) > 0;
    }

    /** As it is written in recipes, plans and journals. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Phase of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no phase " + word));
    }
}
