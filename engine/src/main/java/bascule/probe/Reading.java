package bascule.probe;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an answer is read out of what was found.
 *
 * @param key a path in a structured text (JSON, YAML, TOML, INI, .env, properties, PHP array);
 *     where several are given each belongs to the file at the same place
 * @param match a pattern; its first group, or all of it, is the answer
 * @param codes exit codes or HTTP statuses as words; {@code "*": number} makes the code itself the
 *     answer
 * @param means words found and what they are called
 * @param fields parts of one answer
 * @param rows parts of each of many answers
 * @param otherwise the answer where there is none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Reading(
        List<String> key,
        Optional<String> match,
        Map<String, String> codes,
        Map<String, String> means,
        List<String> fields,
        List<String> rows,
        Optional<String> otherwise) {
    public static final Reading PLAIN =
            new Reading(
                    List.of(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    Optional.empty());

    public Reading {
        key = key == null ? List.of() : List.copyOf(key);
        codes = codes == null ? Map.of() : Map.copyOf(codes);
        means = means == null ? Map.of() : Map.copyOf(means);
        fields = fields == null ? List.of() : List.copyOf(fields);
        rows = rows == null ? List.of() : List.copyOf(rows);
    }
}
