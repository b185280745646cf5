package bascule.instance;

import bascule.fact.Answer;
import bascule.recipe.Body.FactSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which values are secret, and answers without them. */
public final class Secrets {
    /** What stands in a survey where a secret is there. */
    private static final String KEPT = "***";

    private Secrets() {}

    /** Whether a name in a recipe stands for a secret. */
    static boolean named(Scope scope, String name) {
        return scope.meant(name)
                .flatMap(fact -> scope.spec(fact.name()).map(spec -> secret(spec, fact)))
                .orElse(false);
    }

    /** Whether this fact, or the part that is meant, is secret. */
    public static boolean secret(FactSpec spec, Fact fact) {
        return spec.secret() || fact.part().filter(spec.secretParts()::contains).isPresent();
    }

    /** The answer as it may be kept: that there is a secret may be known, never which. */
    static Answer without(FactSpec spec, Answer answer) {
        return switch (answer) {
            case Answer.Word(var word) when spec.secret() ->
                    Answer.word(word.isEmpty() ? "" : KEPT);
            case Answer.Fields(var parts) -> new Answer.Fields(masked(spec, parts));
            case Answer.Rows(var rows) ->
                    new Answer.Rows(rows.stream().map(row -> masked(spec, row)).toList());
            default -> answer;
        };
    }

    private static Map<String, String> masked(FactSpec spec, Map<String, String> parts) {
        var kept = new LinkedHashMap<String, String>();
        parts.forEach(
                (name, value) ->
                        kept.put(
                                name,
                                spec.secret() || spec.secretParts().contains(name) ? KEPT : value));
        return kept;
    }

    /** The secret words of an answer. */
    static List<String> in(FactSpec spec, Answer answer) {
        var found = new ArrayList<String>();
        switch (answer) {
            case Answer.Word(var word) when spec.secret() -> found.add(word);
            case Answer.Fields(var parts) -> found.addAll(secretParts(spec, parts));
            case Answer.Rows(var rows) -> rows.forEach(row -> found.addAll(secretParts(spec, row)));
            default -> {}
        }
        return found;
    }

    private static List<String> secretParts(FactSpec spec, Map<String, String> parts) {
        return parts.entrySet().stream()
                .filter(part -> spec.secret() || spec.secretParts().contains(part.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
