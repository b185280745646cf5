package bascule.plan;

import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.recipe.Recipe.Rule;
import bascule.text.Text;
import bascule.version.Version;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Holds a route against what the catalogue refuses and needs on each leg. */
final class Rules {
    private final Subject subject;
    private final Set<String> accepted;
    private final Function<Hop, Scope> after;
    private final List<Climb> climbs;

    /**
     * @param after a leg's end, with the toolchains that were chosen for it
     * @param climbs of components, which this version does not do itself
     */
    Rules(Subject subject, Set<String> accepted, Function<Hop, Scope> after, List<Climb> climbs) {
        this.climbs = List.copyOf(climbs);
        this.subject = subject;
        this.accepted = Set.copyOf(accepted);
        this.after = after;
    }

    /**
     * @throws bascule.problem.Refusal at the first rule that stands in the way
     */
    void allow(List<Hop> hops, Route route) {
        for (var hop : hops) {
            route.applying(hop)
                    .filter(rule -> !accepted(rule, accepted))
                    .forEach(rule -> allow(rule, hop, hops.getFirst().from()));
        }
    }

    /** Whether somebody has taken it on himself that this rule is not met. */
    static boolean accepted(Rule rule, Set<String> accepted) {
        return mayBeAccepted(rule) && accepted.contains(rule.name());
    }

    private static boolean mayBeAccepted(Rule rule) {
        return rule.level().filter("accept"::equals).isPresent();
    }

    private void allow(Rule rule, Hop hop, Version serves) {
        var refused = new Refused(subject, serves);
        var next =
                mayBeAccepted(rule)
                        ? Text.of("plan.accept", subject.name(), rule.name())
                        : Text.of("plan.other-way", subject.name());
        if (rule.refuse().isPresent()) {
            throw refused.upgrade(
                    mayBeAccepted(rule) ? "BSC-257" : "BSC-256",
                    hop.to().text(),
                    Text.of("plan.refused", hop.from(), hop.to(), Route.cite(rule)),
                    next);
        }
        if (rule.needs().isEmpty()) {
            return;
        }
        var scope = after.apply(hop);
        var needs = rule.needs().get();
        if (scope.holds(needs)) {
            return;
        }
        var component = needs.facts().stream().filter(this::hopsItself).findFirst();
        if (component.isPresent()) {
            throw refused.upgrade(
                    "BSC-259",
                    hop.to().text(),
                    Text.of(
                            "plan.component",
                            hop.to(),
                            Conditions.said(needs),
                            component.get(),
                            Route.cite(rule)),
                    climb(hop, component.get())
                            .map(
                                    climb ->
                                            Text.of(
                                                    "plan.component.climb",
                                                    climb.component(),
                                                    climb.said()))
                            .orElseGet(
                                    () ->
                                            Text.of(
                                                    "plan.component.next",
                                                    component.get(),
                                                    Conditions.said(needs))));
        }
        throw refused.upgrade(
                "BSC-258",
                hop.to().text(),
                Text.of(
                        "plan.needs",
                        hop.to(),
                        Conditions.said(needs),
                        Conditions.found(subject, scope, needs),
                        Route.cite(rule)),
                mayBeAccepted(rule) ? next : Text.of("plan.needs.next", Conditions.said(needs)));
    }

    private Optional<Climb> climb(Hop hop, String component) {
        return climbs.stream()
                .filter(one -> one.into().equals(hop.to()) && one.component().equals(component))
                .findFirst();
    }

    /** A component that is an instance inside the recipe: it would have to be upgraded itself. */
    private boolean hopsItself(String name) {
        var dot = name.indexOf('.');
        var cases = subject.body().components().get(dot < 0 ? name : name.substring(0, dot));
        return cases != null && cases.stream().anyMatch(one -> one.kind().equals("recipe"));
    }
}
