package bascule.plan;

import bascule.fact.Answer;
import bascule.instance.Components;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.instance.Toolchains;
import bascule.recipe.Recipe;
import bascule.recipe.Recipe.Rule;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The hops of a component inside those of the application: along its own catalogue, with least
 * change, the lowest series that will do in its latest release.
 */
final class Ladder {
    private final Subject subject;
    private final Survey survey;

    Ladder(Subject subject, Survey survey) {
        this.subject = subject;
        this.survey = survey;
    }

    /** Of every component whose release is known, in the order of the application's hops. */
    List<Climb> climbs(List<Hop> hops, Route route) {
        var climbs = new ArrayList<Climb>();
        Components.names(subject).forEach(name -> climbs.addAll(climbs(name, hops, route)));
        return hops.stream()
                .flatMap(hop -> climbs.stream().filter(climb -> climb.into().equals(hop.to())))
                .toList();
    }

    private List<Climb> climbs(String name, List<Hop> hops, Route route) {
        var recipe = Components.recipe(subject, name);
        if (recipe.isEmpty()
                || !(survey.answer(name) instanceof Answer.Word(var word))
                || !word.matches("\\S+")) {
            return List.of();
        }
        var climbs = new ArrayList<Climb>();
        var at = Version.of(word);
        for (var hop : hops) {
            var rules =
                    route.applying(hop)
                            .filter(rule -> rule.needs().isPresent())
                            .filter(rule -> rule.needs().get().facts().contains(name))
                            .toList();
            Predicate<Version> fits =
                    one -> rules.stream().allMatch(rule -> Toolchains.meets(rule, name, one));
            if (!fits.test(at)) {
                var rungs = rungs(recipe.get(), at, fits);
                if (rungs.isEmpty()) {
                    return climbs;
                }
                climbs.add(new Climb(hop.to(), name, rungs));
                at = rungs.getLast();
            }
        }
        return climbs;
    }

    private List<Version> rungs(Recipe recipe, Version from, Predicate<Version> fits) {
        var targets = new Targets(new Subject(recipe, recipe.body(), subject.instance()), from);
        return aim(targets, from, fits)
                .flatMap(to -> way(recipe, targets, from, to))
                .map(
                        hops -> {
                            var rungs = new ArrayList<>(List.of(from));
                            hops.forEach(hop -> rungs.add(hop.to()));
                            return List.copyOf(rungs);
                        })
                .orElse(List.of());
    }

    private static Optional<Version> aim(Targets targets, Version from, Predicate<Version> fits) {
        var fitting =
                targets.stable().stream()
                        .filter(one -> targets.order().compare(one, from) > 0)
                        .filter(fits)
                        .toList();
        return fitting.stream()
                .findFirst()
                .map(targets::seriesOf)
                .flatMap(
                        lowest ->
                                fitting.reversed().stream()
                                        .filter(one -> targets.seriesOf(one).equals(lowest))
                                        .findFirst());
    }

    /** What a rung needs of the one before it, its own steps have made so. */
    private static Optional<List<Hop>> way(
            Recipe recipe, Targets targets, Version from, Version to) {
        var rules = recipe.catalogue().rules().values();
        var leading = rules.stream().filter(Ladder::leads).toList();
        return new Ways(
                        Ways.Ground.of(rules, targets, from, to),
                        leading,
                        _ -> true,
                        (_, _) -> true)
                .shortest();
    }

    private static boolean leads(Rule rule) {
        return rule.stop().isPresent() || rule.refuse().isPresent();
    }
}
