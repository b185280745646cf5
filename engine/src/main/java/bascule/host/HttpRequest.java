package bascule.host;

import bascule.fact.Template;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a journey.
 *
 * @param method {@code GET POST PUT DELETE}
 * @param body already in the form that is sent (form fields encoded, JSON written) after filling
 * @param form fields sent url-encoded; exclusive with {@code body}
 * @param codes the statuses that are a success; empty is 200 to 299
 * @param key a path in a JSON answer that must exist, or whose value is the answer
 * @param match a pattern that the body must hold; its first group is the answer
 * @param take names for parts of the answer, by JSON path, for what follows in the same journey
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record HttpRequest(
        String method,
        Template url,
        Map<String, Template> headers,
        Map<String, Template> form,
        Optional<Template> body,
        List<Integer> codes,
        Optional<String> key,
        Optional<String> match,
        Map<String, String> take) {
    public HttpRequest {
        headers = ordered(headers);
        form = ordered(form);
        codes = codes == null ? List.of() : List.copyOf(codes);
        take = ordered(take);
    }

    private static <V> Map<String, V> ordered(
            @org.jspecify.annotations.Nullable Map<String, V> map) {
        return map == null
                ? Map.of()
                : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(map));
    }
}
