package bascule.plan;

import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.recipe.Body;
import bascule.recipe.Recipe.Rule;
import bascule.text.Text;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way from one release to another: a stop wherever a rule of the catalogue says so, and a new
 * outage wherever a release must serve before one goes on.
 */
final class Route {
    private static final String EVERY_SERIES = "every series";
    private static final String LATEST = "latest ";

    private final Subject subject;
    private final Targets targets;
    private final Scope survey;

    /**
     * @param survey the instance as it stands: by it the {@code when} of a rule is decided
     */
    Route(Subject subject, Targets targets, Scope survey) {
        this.subject = subject;
        this.targets = targets;
        this.survey = survey;
    }

    /** Legs that one outage holds. */
    record Stretch(List<Hop> hops, List<Rule> serve) {
        Stretch {
            hops = List.copyOf(hops);
            serve = List.copyOf(serve);
        }

        Version from() {
            return hops.getFirst().from();
        }

        Version to() {
            return hops.getLast().to();
        }

        /** Whether the release that serves stays the one. */
        boolean stays() {
            return from().equals(to());
        }
    }

    List<Hop> hops(Version from, Version to) {
        var whole = new Hop(from, to, targets.order());
        var first =
                applying(whole).flatMap(rule -> stop(rule, whole).stream()).min(targets.order());
        if (first.isEmpty()) {
            return List.of(whole);
        }
        var hops = new ArrayList<>(hops(from, first.get()));
        hops.addAll(hops(first.get(), to));
        return hops;
    }

    /** A release that must serve before the next leg ends an outage. */
    List<Stretch> stretches(List<Hop> hops) {
        var all = new ArrayList<Stretch>();
        for (var hop : hops) {
            var serve = applying(hop).filter(rule -> rule.serve().isPresent()).toList();
            if (all.isEmpty() || !serve.isEmpty()) {
                all.add(new Stretch(List.of(hop), serve));
            } else {
                var open = all.removeLast();
                all.add(
                        new Stretch(
                                Stream.concat(open.hops().stream(), Stream.of(hop)).toList(),
                                open.serve()));
            }
        }
        return all;
    }

    /** Every rule that speaks of a hop, as the instance stands. */
    Stream<Rule> applying(Hop hop) {
        return subject.recipe().catalogue().rules().values().stream()
                .filter(hop::within)
                .filter(rule -> survey.holds(rule.when()));
    }

    private Optional<Version> stop(Rule rule, Hop hop) {
        if (rule.stop().isEmpty()) {
            return Optional.empty();
        }
        var said = rule.stop().get();
        if (said.equals(EVERY_SERIES)) {
            return everySeries(hop);
        }
        var release =
                said.startsWith(LATEST)
                        ? targets.latest(said.substring(LATEST.length()))
                        : Optional.of(Version.of(said));
        if (release.isEmpty() || !hop.holds(release.get())) {
            if (release.isEmpty()) {
                throw noPath(rule, hop, said);
            }
            return Optional.empty();
        }
        if (targets.release(release.get()).filter(r -> r.withdrawn().isEmpty()).isEmpty()) {
            throw noPath(rule, hop, said);
        }
        return release;
    }

    /** The last release of the series one is in, then of each that one comes through. */
    private Optional<Version> everySeries(Hop hop) {
        var last = targets.seriesOf(hop.to());
        return targets.offered().stream()
                .map(targets::seriesOf)
                .distinct()
                .filter(series -> !series.equals(last))
                .flatMap(series -> targets.latest(series).stream())
                .filter(hop::holds)
                .min(targets.order());
    }

    private bascule.problem.Refusal noPath(Rule rule, Hop hop, String stop) {
        return new Refused(subject, survey.era().from())
                .upgrade(
                        "BSC-256",
                        hop.to().text(),
                        Text.of("plan.no-stop", hop.from(), hop.to(), stop, cite(rule)),
                        Text.of("plan.no-stop.next", rule.origin()));
    }

    /** A rule named so that a reader can look it up. */
    static Text cite(Rule rule) {
        return Text.of(
                "plan.rule",
                rule.name(),
                rule.because().or(rule::refuse).map(Route::plain).orElse(""),
                rule.source().orElseGet(() -> rule.origin().toString()));
    }

    private static String plain(Body.Words words) {
        return words.in("en");
    }
}
