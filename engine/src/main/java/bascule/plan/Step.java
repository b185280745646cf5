package bascule.plan;

import bascule.recipe.Phase;
import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do: act, look whether it is so, and know how to take it back.
 *
 * @param id unique in the plan: {@code migrate/upgrade}, {@code migrate/patch[site1]}, {@code
 *     back/restore:data}; with several legs {@code 4.6.1:migrate/upgrade}
 * @param summary what is done, for people
 * @param reason why it is in this plan: a release note, a rule, a setting of the instance
 * @param expect what must be so afterwards; a step with {@link Action.Look} only waits for it
 * @param limit how long the action and then the expectation may take, each
 * @param again whether it may be repeated when nobody knows how far it came. On the way back too: a
 *     step that may not be waits there, interrupted, for somebody's hands
 * @param level {@code block}; or {@code warn}: a failure is told and the run goes on
 * @param undo how it is taken back
 * @param undoes on the way back, and at open: the steps that it takes back; it is left out if none
 *     of them began. Empty: always done
 * @param asFound whether it is left out when what it wants is so already, and then never undone
 * @param origin file and line of the recipe, catalogue or instance that asked for it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Step(
        String id,
        Phase phase,
        Text summary,
        Optional<Text> reason,
        Action action,
        List<Expectation> expect,
        Duration limit,
        boolean again,
        String level,
        Undo undo,
        List<String> undoes,
        boolean asFound,
        Optional<String> origin) {
    public Step {
        expect = expect == null ? List.of() : List.copyOf(expect);
        undoes = undoes == null ? List.of() : List.copyOf(undoes);
    }

    /** The same with another action. */
    public Step acting(Action other) {
        return new Step(
                id, phase, summary, reason, other, expect, limit, again, level, undo, undoes,
                asFound, origin);
    }

    /** Once such a step has begun, the only way is forward. */
    public boolean pointOfNoReturn() {
        return undo instanceof Undo.Never;
    }
}
