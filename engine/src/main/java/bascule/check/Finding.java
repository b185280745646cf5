package bascule.check;

import bascule.problem.Problem;
import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a check found. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Finding.Pass.class, name = "pass"),
    @JsonSubTypes.Type(value = Finding.Warn.class, name = "warn"),
    @JsonSubTypes.Type(value = Finding.Block.class, name = "block")
})
public sealed interface Finding {

    /** Nothing speaks against the upgrade; what was seen. */
    record Pass(Text seen) implements Finding {}

    /** The upgrade may go on; somebody should know. */
    record Warn(Problem problem) implements Finding {}

    /** The upgrade must not begin. */
    record Block(Problem problem) implements Finding {}
}
