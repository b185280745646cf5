package bascule.event;

import bascule.problem.Problem;
import bascule.recipe.Phase;
import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.time.Instant;
import java.util.Optional;

/** Something that happened in a run, for those who watch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.RunBegan.class, name = "run-began"),
    @JsonSubTypes.Type(value = Event.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = Event.PhaseBegan.class, name = "phase-began"),
    @JsonSubTypes.Type(value = Event.StepBegan.class, name = "step-began"),
    @JsonSubTypes.Type(value = Event.StepProgress.class, name = "step-progress"),
    @JsonSubTypes.Type(value = Event.StepDone.class, name = "step-done"),
    @JsonSubTypes.Type(value = Event.StepFailed.class, name = "step-failed"),
    @JsonSubTypes.Type(value = Event.WayBack.class, name = "way-back"),
    @JsonSubTypes.Type(value = Event.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Event.Served.class, name = "served"),
    @JsonSubTypes.Type(value = Event.Told.class, name = "told"),
    @JsonSubTypes.Type(value = Event.RunEnded.class, name = "run-ended")
})
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public sealed interface Event {
    Instant at();

    record RunBegan(Instant at, String run, String instance, String from, String to, int steps)
            implements Event {}

    record Resumed(Instant at, String run, String who) implements Event {}

    record PhaseBegan(Instant at, Phase phase, String era) implements Event {}

    /**
     * @param index counted from 1 over the whole way, forward or back
     */
    record StepBegan(Instant at, String step, Phase phase, Text summary, int index, int of)
            implements Event {}

    /**
     * @param of 0 where nobody knows
     */
    record StepProgress(Instant at, String step, long done, long of, Optional<String> line)
            implements Event {}

    record StepDone(Instant at, String step, long millis, boolean asFound) implements Event {}

    record StepFailed(Instant at, String step, String code, Text why, String then)
            implements Event {}

    /** The run turns: from here on the steps are those of the way back. */
    record WayBack(Instant at, String to, String because) implements Event {}

    /** The outage begins. */
    record Closed(Instant at) implements Event {}

    /** The outage ends; {@code release} serves. */
    record Served(Instant at, String release, long outageMillis) implements Event {}

    /** Something that a watcher should know: a signal was taken, an observer was lost. */
    record Told(Instant at, Text text) implements Event {}

    record RunEnded(Instant at, String outcome, String serves, Optional<Problem> problem)
            implements Event {}
}
