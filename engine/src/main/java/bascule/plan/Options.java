package bascule.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person may say about one plan.
 *
 * @param madeBy Bascule's own version
 * @param accepted rules, checks and notes that were accepted, beside those of the instance
 * @param acknowledged notes that were acknowledged before
 * @param speaker who accepts, and when
 * @param history how long steps took before, by id
 * @param language of the recipe's words in the plan
 */
public record Options(
        String madeBy,
        Plan.OnFailure onFailure,
        Set<String> accepted,
        List<Acknowledgement> acknowledged,
        Acknowledged speaker,
        Map<String, Duration> history,
        String language,
        Powers powers) {
    public Options {
        accepted = Set.copyOf(accepted);
        acknowledged = List.copyOf(acknowledged);
        history = Map.copyOf(history);
    }

    /** Nothing said. */
    public static Options plain(String madeBy) {
        return new Options(
                madeBy,
                Plan.OnFailure.BACK,
                Set.of(),
                List.of(),
                new Acknowledged("", Optional.empty(), Optional.empty()),
                Map.of(),
                "en",
                Powers.TODAY);
    }

    public Options accepting(Set<String> names) {
        return of(onFailure, names, acknowledged, speaker);
    }

    public Options onFailure(Plan.OnFailure other) {
        return of(other, accepted, acknowledged, speaker);
    }

    /** Notes acknowledged before, and who speaks now. */
    public Options remembering(List<Acknowledgement> kept, Acknowledged now) {
        return of(onFailure, accepted, kept, now);
    }

    private Options of(
            Plan.OnFailure failing,
            Set<String> names,
            List<Acknowledgement> kept,
            Acknowledged now) {
        return new Options(madeBy, failing, names, kept, now, history, language, powers);
    }

    public Options knowing(Map<String, Duration> durations) {
        return said(durations, language, powers);
    }

    public Options in(String other) {
        return said(history, other, powers);
    }

    public Options with(Powers other) {
        return said(history, language, other);
    }

    private Options said(Map<String, Duration> durations, String tongue, Powers able) {
        return new Options(
                madeBy, onFailure, accepted, acknowledged, speaker, durations, tongue, able);
    }
}
