package bascule.plan;

import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.instance.Toolchain;
import bascule.instance.Toolchains;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Recipe.Rule;
import bascule.text.Text;
import bascule.version.Version;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks for the way to a release: the shortest that is open, with the toolchains it stands on. */
final class Scout {
    private final Subject subject;
    private final Survey survey;
    private final Options options;

    Scout(Subject subject, Survey survey, Options options) {
        this.subject = subject;
        this.survey = survey;
        this.options = options;
    }

    /** A new sheet; the toolchains of the release that is installed are on it. */
    Drawing drawing(Version destination) {
        var drawing = new Drawing(subject, survey, options, destination);
        drawing.toolchains(survey.release(), chosen(drawing, survey.release(), Map.of()));
        return drawing;
    }

    /** Those that would be chosen for a release, coming from the one that is installed. */
    Map<String, Toolchain> toolchains(Version release) {
        var drawing = drawing(release);
        var now = drawing.toolchains(survey.release());
        return release.equals(survey.release()) ? now : chosen(drawing, release, now);
    }

    /**
     * The shortest way; where it is closed by what is needed, one around that; else, with the
     * reason, the closed one.
     *
     * @throws Refusal if a stop on it cannot be had at all
     */
    Way way(Targets targets, Version to) {
        try {
            var near = near(targets, to);
            if (near.against().isEmpty()) {
                return near;
            }
            var all = all(targets, to);
            return around(all, targets, to)
                    .orElseGet(
                            () ->
                                    new Way(
                                            near.drawing(),
                                            near.route(),
                                            near.hops(),
                                            near.climbs(),
                                            near.against()
                                                    .map(why -> asFar(why, all, targets, to))));
        } catch (Refusal noStop) {
            var all = all(targets, to);
            return around(all, targets, to).orElseThrow(() -> asFar(noStop, all, targets, to));
        }
    }

    private Way near(Targets targets, Version to) {
        var aside = route(drawing(to), targets);
        var ways = aside.ways(survey.release(), to, aside.leading(), (_, _) -> true);
        return gone(
                targets,
                to,
                route -> ways.shortest().orElseGet(() -> route.directed(survey.release(), to)));
    }

    private Optional<Way> around(Ways all, Targets targets, Version to) {
        return all.shortest()
                .map(hops -> gone(targets, to, _ -> hops))
                .filter(way -> way.against().isEmpty());
    }

    /** What is asked of ways that are not gone must not make the plan stale: on another sheet. */
    private Ways all(Targets targets, Version to) {
        var sheet = drawing(to);
        var route = route(sheet, targets);
        var known = new HashMap<List<String>, Boolean>();
        return route.ways(
                survey.release(),
                to,
                route.closing(),
                (rule, hop) ->
                        known.computeIfAbsent(
                                List.of(rule.name(), origin(rule, hop), hop.to().text()),
                                _ -> meets(sheet, rule, hop)));
    }

    /** Few rules ask where a hop begins: what the others need is asked once a release. */
    private static String origin(Rule rule, Hop hop) {
        return rule.needs().filter(Scout::asksWhence).isPresent() ? hop.from().text() : "";
    }

    private static boolean asksWhence(Condition needs) {
        return needs.any().stream()
                .flatMap(all -> all.entrySet().stream())
                .anyMatch(
                        claim ->
                                claim.getKey().startsWith("from")
                                        || claim.getValue().stream()
                                                .flatMap(Template::nameStream)
                                                .anyMatch(name -> name.startsWith("from")));
    }

    private boolean meets(Drawing sheet, Rule rule, Hop hop) {
        if (!sheet.knowsToolchains(hop.to())) {
            sheet.toolchains(hop.to(), chosen(sheet, hop.to(), Map.of()));
        }
        return sheet.after(hop).holds(rule.needs());
    }

    private Way gone(Targets targets, Version to, Function<Route, List<Hop>> find) {
        var drawing = drawing(to);
        var route = route(drawing, targets);
        route.decide(new Hop(survey.release(), to, targets.order()));
        var hops = find.apply(route);
        chooseToolchains(drawing, hops);
        var climbs = new Ladder(subject, survey).climbs(hops, route);
        try {
            new Rules(subject, drawing.allAccepted(), drawing::after, climbs).allow(hops, route);
        } catch (Refusal refusal) {
            return new Way(drawing, route, hops, climbs, Optional.of(refusal));
        }
        return new Way(drawing, route, hops, climbs, Optional.empty());
    }

    private Route route(Drawing drawing, Targets targets) {
        var standing = drawing.settled(survey.release());
        return new Route(subject, targets, standing, drawing.allAccepted());
    }

    /** How far one can go today; where nowhere, and a later release is open, where that is. */
    private Refusal asFar(Refusal refusal, Ways all, Targets targets, Version to) {
        var problem = refusal.problem();
        var other = problem.next().key().equals("plan.other-way");
        var nearest = all.furthest();
        if (nearest.isEmpty()) {
            return other
                    ? beyond(targets, to)
                            .map(open -> Text.of("plan.beyond", open, subject.name()))
                            .map(next -> next(problem, next))
                            .orElse(refusal)
                    : refusal;
        }
        return next(
                problem,
                other
                        ? Text.of("plan.as-far", nearest.get(), subject.name())
                        : Text.of("plan.or-as-far", nearest.get(), subject.name(), problem.next()));
    }

    private Optional<Version> beyond(Targets targets, Version to) {
        var last = targets.stable().isEmpty() ? to : targets.stable().last();
        return targets.order().compare(last, to) > 0
                ? all(targets, last).beyond(to)
                : Optional.empty();
    }

    private static Refusal next(Problem problem, Text next) {
        return new Refusal(
                new Problem(problem.code(), problem.what(), problem.why(), problem.now(), next));
    }

    private void chooseToolchains(Drawing drawing, List<Hop> hops) {
        var before = drawing.toolchains(survey.release());
        for (var hop : hops) {
            before = chosen(drawing, hop.to(), before);
            drawing.toolchains(hop.to(), before);
        }
    }

    private Map<String, Toolchain> chosen(
            Drawing drawing, Version release, Map<String, Toolchain> before) {
        var scope = drawing.settled(release);
        return Toolchains.choose(
                subject,
                release,
                new Toolchains.Choice(survey.toolchains(), before),
                rule -> scope.holds(rule.when()) && !Rules.accepted(rule, drawing.allAccepted()));
    }
}
