package bascule.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a step is taken back. Every step says; "never" is an answer that the plan shows in red. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Undo.Nothing.class, name = "nothing"),
    @JsonSubTypes.Type(value = Undo.AsFound.class, name = "as-found"),
    @JsonSubTypes.Type(value = Undo.By.class, name = "action"),
    @JsonSubTypes.Type(value = Undo.Restores.class, name = "restore"),
    @JsonSubTypes.Type(value = Undo.Never.class, name = "never")
})
public sealed interface Undo {
    /** There is nothing to take back. */
    record Nothing() implements Undo {}

    /** What the step found is put back: a flag, a link's target, a moved folder. */
    record AsFound() implements Undo {}

    record By(Action inverse) implements Undo {}

    /** The stores are restored, each once, whatever number of steps wrote to them. */
    record Restores() implements Undo {}

    record Never(String because) implements Undo {}
}
