package bascule.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a person may say about one plan.
 *
 * @param madeBy Bascule's own version
 * @param accepted rules, checks and notes that were accepted, beside those of the instance
 * @param history how long steps took before, by id
 * @param language of the recipe's words in the plan
 */
public record Options(
        String madeBy,
        Plan.OnFailure onFailure,
        Set<String> accepted,
        Map<String, Duration> history,
        String language,
        Powers powers) {
    public Options {
        accepted = Set.copyOf(accepted);
        history = Map.copyOf(history);
    }

    /** Nothing said. */
    public static Options plain(String madeBy) {
        return new Options(madeBy, Plan.OnFailure.BACK, Set.of(), Map.of(), "en", Powers.TODAY);
    }

    public Options accepting(Set<String> names) {
        return new Options(madeBy, onFailure, names, history, language, powers);
    }

    public Options onFailure(Plan.OnFailure other) {
        return new Options(madeBy, other, accepted, history, language, powers);
    }

    public Options knowing(Map<String, Duration> durations) {
        return new Options(madeBy, onFailure, accepted, durations, language, powers);
    }

    public Options in(String other) {
        return new Options(madeBy, onFailure, accepted, history, other, powers);
    }

    public Options with(Powers other) {
        return new Options(madeBy, onFailure, accepted, history, language, other);
    }
}
