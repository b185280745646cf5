package bascule.instance;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.recipe.Body.Component;
import bascule.recipe.Recipe.Rule;
import bascule.version.Version;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses the toolchain of each component for a release: with least change, the lowest series. */
public final class Toolchains {
    private static final Comparator<Toolchain> BEST =
            Comparator.comparing((Toolchain one) -> Version.of(one.series()))
                    .thenComparing(Comparator.comparing(Toolchain::version).reversed())
                    .thenComparing(Toolchain::home);

    private Toolchains() {}

    /** Components that are toolchains, by name, with their kind. */
    public static Map<String, String> wanted(Subject subject) {
        var kinds = new HashMap<String, String>();
        subject.body()
                .components()
                .forEach(
                        (name, cases) ->
                                cases.stream()
                                        .filter(one -> one.kind().equals("toolchain"))
                                        .map(Component::name)
                                        .findFirst()
                                        .ifPresent(kind -> kinds.put(name, kind)));
        return kinds;
    }

    /**
     * The toolchain of each component that the catalogue allows at a release; none is there for a
     * component that no toolchain of this machine will do for.
     *
     * @param choice what was chosen before is kept where it still will do
     * @param applies whether a rule is to be held to: its {@code when} holds, and nobody accepted
     *     that it is not met
     */
    public static Map<String, Toolchain> choose(
            Subject subject, Version release, Choice choice, Predicate<Rule> applies) {
        var chosen = new HashMap<String, Toolchain>();
        if (wanted(subject).isEmpty()) {
            return Map.of();
        }
        var rules = needs(subject, release).stream().filter(applies).toList();
        wanted(subject)
                .forEach(
                        (name, kind) -> {
                            Predicate<Toolchain> fits =
                                    one ->
                                            rules.stream()
                                                    .allMatch(
                                                            rule ->
                                                                    meets(
                                                                            rule,
                                                                            name,
                                                                            one.version()));
                            Optional.ofNullable(choice.before().get(name))
                                    .filter(fits)
                                    .or(
                                            () ->
                                                    choice.machine().stream()
                                                            .filter(one -> one.kind().equals(kind))
                                                            .filter(fits)
                                                            .min(BEST))
                                    .ifPresent(one -> chosen.put(name, one));
                        });
        return Map.copyOf(chosen);
    }

    /** What there is to choose from, and what was chosen for the release before. */
    public record Choice(List<Toolchain> machine, Map<String, Toolchain> before) {}

    /** The rules that say what a release stands on. */
    public static List<Rule> needs(Subject subject, Version release) {
        var order = subject.recipe().versions().counted();
        return subject.recipe().catalogue().rules().values().stream()
                .filter(rule -> rule.needs().isPresent())
                .filter(rule -> rule.to().map(to -> to.holds(release, order)).orElse(true))
                .toList();
    }

    /** Whether a rule, as far as it speaks of this component, is met. */
    public static boolean meets(Rule rule, String component, Version one) {
        return rule.needs().orElse(Condition.ALWAYS).any().stream()
                .anyMatch(
                        all ->
                                all
                                        .getOrDefault(component, List.of(Template.of("present")))
                                        .stream()
                                        .anyMatch(
                                                claim ->
                                                        Condition.meets(
                                                                Answer.word(one.text()),
                                                                claim.text())));
    }
}
