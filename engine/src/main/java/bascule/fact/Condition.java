package bascule.fact;

import bascule.version.Version;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Claims over facts. One of the maps must hold; a map holds if each of its facts meets one of its
 * claims. A claim is a word, a bound ({@code >= <= < > !=}), bounds that must all hold ({@code
 * ">=4.0 <4.1"}), {@code present} or {@code absent}. Over rows every row must meet it. Unknown
 * never holds.
 */
public record Condition(@JsonValue List<Map<String, List<Template>>> any) {
    public static final Condition ALWAYS = new Condition(List.of(Map.of()));

    @JsonCreator
    public Condition {
        any =
                any.stream()
                        .map(
                                all ->
                                        java.util.Collections.unmodifiableMap(
                                                new java.util.LinkedHashMap<>(all)))
                        .toList();
    }

    public static Condition of(String fact, String... claims) {
        return new Condition(
                List.of(Map.of(fact, java.util.Arrays.stream(claims).map(Template::of).toList())));
    }

    /** Every fact that it names. */
    public List<String> facts() {
        return any.stream().flatMap(all -> all.keySet().stream()).distinct().toList();
    }

    /**
     * @param answers the answer of a fact by name ({@code site.folder} for a part)
     * @param value fills the places of a claim
     */
    public boolean holds(Function<String, Answer> answers, Function<String, String> value) {
        return any.stream()
                .anyMatch(
                        all ->
                                all.entrySet().stream()
                                        .allMatch(
                                                entry ->
                                                        meets(
                                                                answers.apply(entry.getKey()),
                                                                entry.getValue(),
                                                                value)));
    }

    private static boolean meets(
            Answer answer, List<Template> claims, Function<String, String> value) {
        return claims.stream().anyMatch(claim -> meets(answer, claim.fill(value)));
    }

    /** Whether an answer meets one claim, already filled. */
    public static boolean meets(Answer answer, String claim) {
        return switch (answer) {
            case Answer.Unknown _ -> false;
            case Answer.Absent _ -> claim.equals("absent");
            case Answer.Word(var word) -> word(word, claim);
            case Answer.Fields(var parts) ->
                    claim.equals("absent")
                            ? parts.isEmpty()
                            : claim.equals("present") && !parts.isEmpty();
            case Answer.Rows(var rows) -> rows(rows, claim);
        };
    }

    private static boolean rows(List<Map<String, String>> rows, String claim) {
        return switch (claim) {
            case "absent" -> rows.stream().allMatch(Condition::nothing);
            case "present" -> !rows.isEmpty() && rows.stream().noneMatch(Condition::nothing);
            default ->
                    rows.stream()
                            .allMatch(
                                    row ->
                                            row.values().stream()
                                                    .allMatch(part -> word(part, claim)));
        };
    }

    /** A row without its part: {@code idp.type} where an entry of {@code idp} has no type. */
    private static boolean nothing(Map<String, String> row) {
        return row.values().stream().allMatch(String::isEmpty);
    }

    private static boolean word(String word, String claim) {
        return switch (claim) {
            case "present" -> !word.isEmpty();
            case "absent" -> word.isEmpty();
            default -> claim.matches("(>=|<=|!=|<|>).*") ? bounds(word, claim) : word.equals(claim);
        };
    }

    private static boolean bounds(String word, String claim) {
        for (var bound : claim.strip().split("\\s+")) {
            if (!bound(word, bound)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bound(String word, String bound) {
        var sign =
                bound.startsWith(">=") || bound.startsWith("<=") || bound.startsWith("!=") ? 2 : 1;
        var other = bound.substring(sign);
        if (bound.startsWith("!=")) {
            return !word.equals(other);
        }
        if (word.isBlank() || other.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
            return false;
        }
        var order = Version.of(word).compareTo(Version.of(other));
        return switch (bound.substring(0, sign)) {
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order < 0;
        };
    }
}
