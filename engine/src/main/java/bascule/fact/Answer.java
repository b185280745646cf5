package bascule.fact;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.List;
import java.util.Map;

/** What a fact was found to be. Unknown is an answer: no condition holds over it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Answer.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Answer.Word.class, name = "word"),
    @JsonSubTypes.Type(value = Answer.Fields.class, name = "fields"),
    @JsonSubTypes.Type(value = Answer.Rows.class, name = "rows")
})
public sealed interface Answer {

    /** It could not be asked, and why, in words that may come from the thing asked. */
    record Unknown(String why) implements Answer {}

    /** It was asked, and there is no such thing. */
    record Absent() implements Answer {}

    /** One answer. */
    record Word(String value) implements Answer {}

    /** One answer in parts, {@code db.host}. A part that is missing is not in the map. */
    record Fields(Map<String, String> parts) implements Answer {
        public Fields {
            parts = Map.copyOf(parts);
        }
    }

    /** Many answers, in order. */
    record Rows(List<Map<String, String>> rows) implements Answer {
        public Rows {
            rows = rows.stream().map(Map::copyOf).toList();
        }
    }

    static Answer word(String value) {
        return new Word(value);
    }

    /**
     * A part of it: a field; of rows the same column of each. What has no such part is absent; what
     * is one word has none.
     */
    default Answer part(String name) {
        return switch (this) {
            case Unknown unknown -> unknown;
            case Absent absent -> absent;
            case Word _ -> new Absent();
            case Fields(var parts) -> {
                var value = parts.get(name);
                yield value == null ? new Absent() : new Word(value);
            }
            case Rows(var rows) ->
                    new Rows(
                            rows.stream()
                                    .map(row -> Map.of(name, row.getOrDefault(name, "")))
                                    .toList());
        };
    }
}
