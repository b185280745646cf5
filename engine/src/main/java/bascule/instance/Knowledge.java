package bascule.instance;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.recipe.Body.FactSpec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of an instance while a recipe is read for it: a survey under way, or one done. */
public interface Knowledge {

    /** The answer of a fact without its secrets, by the whole fact. */
    Answer answer(Fact fact);

    /** The release of a component that has a recipe of its own. */
    default Answer component(String name) {
        return new Answer.Unknown(name + " is not looked at yet");
    }

    /** The rows of a list, in order. */
    List<Row> rows(String list);

    /** Which case of a fact gave the answer; -1 if no one knows. */
    int taken(String fact);

    /**
     * Whether a case that holds now held when the facts were asked, too: then nothing was found by
     * it, if a later one gave the answer.
     */
    default boolean passedOver(Scope scope, FactSpec one) {
        return true;
    }

    /** {@code user os arch memory selinux owner}. */
    Map<String, String> machine();

    /** Where what all releases share really lies, if releases are linked to. */
    default Optional<String> shared() {
        return Optional.empty();
    }

    /** What stands in place of a value that must not be filled in now; null where it may be. */
    @Nullable Template open(Scope scope, Fact fact, FactSpec spec);

    /** Is told of each condition that decided something. */
    default void decided(Scope scope, Condition condition) {}
}
