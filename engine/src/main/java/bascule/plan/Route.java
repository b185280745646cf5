package bascule.plan;

import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.recipe.Body;
import bascule.recipe.Recipe.Rule;
import bascule.text.Text;
import bascule.version.Version;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * The way from one release to another: a stop wherever a rule of the catalogue says so, and a new
 * outage wherever a release must serve before one goes on.
 */
final class Route {
    static final String EVERY_SERIES = "every series";
    private static final String LATEST = "latest ";

    private final Subject subject;
    private final Targets targets;
    private final Scope survey;
    private final Set<String> accepted;

    /**
     * @param survey the instance as it stands: by it the {@code when} of a rule is decided
     * @param accepted rules that somebody has taken on himself
     */
    Route(Subject subject, Targets targets, Scope survey, Set<String> accepted) {
        this.accepted = Set.copyOf(accepted);
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

    /**
     * Fewest stops; of ways of one length the one by releases that rules name.
     *
     * @param rules those that could close a hop
     * @param meets whether what a rule needs would be there
     */
    Ways ways(Version from, Version to, Stream<Rule> rules, BiPredicate<Rule, Hop> meets) {
        var ground = Ways.Ground.of(rules().toList(), targets, from, to);
        var closing = rules.filter(rule -> !Rules.accepted(rule, accepted)).toList();
        return new Ways(ground, closing, this::holds, meets);
    }

    /** Those that say where a way leads, whatever is installed. */
    Stream<Rule> leading() {
        return rules().filter(rule -> rule.stop().isPresent() || rule.refuse().isPresent());
    }

    /** Those that can close a way at all; what is needed is asked where nothing else closes it. */
    Stream<Rule> closing() {
        return Stream.concat(leading(), rules().filter(rule -> rule.needs().isPresent()));
    }

    private Stream<Rule> rules() {
        return subject.recipe().catalogue().rules().values().stream();
    }

    private boolean holds(Rule rule) {
        return survey.holds(rule.when());
    }

    /** What a rule's {@code stop} means, unless it is every series; empty if there is none. */
    static Optional<Version> named(String said, Targets targets) {
        return said.startsWith(LATEST)
                ? targets.latest(said.substring(LATEST.length()))
                : Optional.of(Version.of(said));
    }

    /** From stop to stop as the rules name them, whether they let one through or not. */
    List<Hop> directed(Version from, Version to) {
        var hops = new ArrayList<Hop>();
        var ahead = new ArrayDeque<Version>(List.of(to));
        var at = from;
        while (!ahead.isEmpty()) {
            var hop = new Hop(at, ahead.getFirst(), targets.order());
            var stop = applying(hop).flatMap(rule -> stop(rule, hop).stream()).min(hop.order());
            if (stop.isPresent()) {
                ahead.addFirst(stop.get());
            } else {
                hops.add(hop);
                at = ahead.removeFirst();
            }
        }
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
        return rules().filter(hop::within).filter(this::holds);
    }

    /** Everything that these rules ask is part of what the plan was decided on. */
    void decide(Hop hop) {
        rules().filter(hop::within).forEach(this::holds);
    }

    private Optional<Version> stop(Rule rule, Hop hop) {
        if (rule.stop().isEmpty()) {
            return Optional.empty();
        }
        var said = rule.stop().get();
        if (said.equals(EVERY_SERIES)) {
            return everySeries(hop);
        }
        var release = named(said, targets);
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
        return targets.latestOfEach().stream()
                .filter(hop::holds)
                .filter(newest -> !targets.seriesOf(newest).equals(last))
                .findFirst();
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
        var source = rule.source().orElseGet(() -> rule.origin().toString());
        return rule.because()
                .or(rule::refuse)
                .map(why -> Text.of("plan.rule", rule.name(), plain(why), source))
                .orElseGet(() -> Text.of("plan.rule.bare", rule.name(), source));
    }

    private static String plain(Body.Words words) {
        return words.in("en");
    }
}
