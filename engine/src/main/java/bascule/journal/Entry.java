package bascule.journal;

import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.Map;

/**
 * One thing that a run must not forget; {@link Course} reads what follows from them.
 *
 * <pre>
 *   opened ── attempt ──┬── began ── done            the next step
 *                       ├── began ── failed (back)   the way back
 *                       ├── began ── failed (pause) ── retry | skip | back
 *                       ├── stop | back              somebody's wish
 *                       └── ended
 * </pre>
 *
 * The direction of a run is the last of failed, retry, skip, back, stop; nothing else turns it. On
 * the way back retry and skip go on with the way back: nothing leads forward again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Entry.Attempt.class, name = "attempt"),
    @JsonSubTypes.Type(value = Entry.Began.class, name = "began"),
    @JsonSubTypes.Type(value = Entry.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Entry.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Entry.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = Entry.Skip.class, name = "skip"),
    @JsonSubTypes.Type(value = Entry.Back.class, name = "back"),
    @JsonSubTypes.Type(value = Entry.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Entry.Ended.class, name = "ended")
})
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public sealed interface Entry {

    /** The first line of every journal. */
    record Opened(String run, String plan, String madeBy) implements Entry {}

    /** Somebody, or the machine at boot, sets the run going; a crash loop is a row of these. */
    record Attempt(String who, boolean attended) implements Entry {}

    /**
     * A step is about to act. The first one of a step wins: a second look after a crash would find
     * our own value.
     *
     * @param found what was there before: a flag, a link's target
     */
    record Began(String step, Map<String, String> found) implements Entry {
        public Began {
            found = found == null ? Map.of() : Map.copyOf(found);
        }
    }

    /**
     * @param made what the step made or was answered; never a secret
     * @param asFound nothing was done, because what it wants was so already: it is never undone
     */
    record Done(String step, Map<String, String> made, boolean asFound) implements Entry {
        public Done {
            made = made == null ? Map.of() : Map.copyOf(made);
        }
    }

    /**
     * @param then {@code back}, {@code pause}, {@code stuck}, {@code on} (told, and gone on) or
     *     {@code unsettled} (gone on, and the run ends not settled)
     */
    record Failed(String step, String code, Text why, String then) implements Entry {}

    record Retry(String who) implements Entry {}

    record Skip(String step, String who, String why) implements Entry {}

    /** Somebody wants the old release. */
    record Back(String who, boolean loseWrites) implements Entry {}

    /** Somebody wants to stop before the outage. */
    record Stop(String who) implements Entry {}

    /**
     * @param outcome {@code upgraded rolled-back stopped stuck not-settled}
     */
    record Ended(String outcome, String serves) implements Entry {}
}
