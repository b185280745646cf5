package bascule.recipe;

import static java.util.stream.Collectors.toList;

import bascule.recipe.Recipe.Versions;
import bascule.recipe.Use.Owner;
import bascule.version.Order;
import bascule.version.Range;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks of the rules of a catalogue whether they can be kept at all, alone and together. */
final class RuleCheck {
    private static final Comparator<Origin> BY_PLACE =
            Comparator.comparingInt(Origin::line).thenComparingInt(Origin::column);

    private final Recipe.Catalogue catalogue;
    private final Versions versions;
    private final Margin margin;

    RuleCheck(Recipe.Catalogue catalogue, Versions versions, Margin margin) {
        this.catalogue = catalogue;
        this.versions = versions;
        this.margin = margin;
    }

    void check(Written.Fields fields) {
        var top = new Element(fields.origin(), fields, Owner.NOBODY, new Margin());
        var needs = new ArrayList<Need>();
        top.elements("rules", "rule")
                .forEach(
                        (name, cases) ->
                                cases.forEach(
                                        rule -> {
                                            stop(rule);
                                            alone(rule);
                                            needs.addAll(needs(name, rule));
                                        }));
        together(needs);
        top.element("releases").ifPresent(this::apart);
    }

    /** Of two releases that the order takes for one nobody knows which is the newer. */
    private void apart(Element releases) {
        var sorted =
                catalogue.releases().keySet().stream()
                        .map(Version::of)
                        .sorted(versions.counted())
                        .toList();
        for (var index = 1; index < sorted.size(); index++) {
            var one = sorted.get(index - 1);
            var other = sorted.get(index);
            if (versions.counted().alike(one, other)) {
                var places =
                        Stream.of(one, other)
                                .map(Version::text)
                                .sorted(Comparator.comparing(releases::originOf, BY_PLACE))
                                .toList();
                margin.wrong(
                        Wrong.EQUAL.at(
                                releases.originOf(places.getLast()),
                                places.getLast(),
                                places.getFirst(),
                                releases.originOf(places.getFirst()).line()));
            }
        }
    }

    private void stop(Element rule) {
        var stop = rule.leaf("stop");
        if (stop.isEmpty() || catalogue.releases().isEmpty()) {
            return;
        }
        var text = stop.get().text();
        if (text.equals("every series")) {
            return;
        }
        var series = text.startsWith("latest ") ? text.substring("latest ".length()) : "";
        var there =
                series.isEmpty()
                        ? catalogue.releases().containsKey(text)
                        : catalogue.releases().keySet().stream()
                                .anyMatch(release -> versions.seriesOf(release).equals(series));
        if (there && withdrawn(text)) {
            margin.wrong(Wrong.NO_RELEASE.said("withdrawn", stop.get().origin(), text));
        }
        if (!there) {
            var near = Nearest.of(text, catalogue.releases().keySet());
            margin.wrong(
                    near.isEmpty()
                            ? Wrong.NO_RELEASE.at(stop.get().origin(), text)
                            : Wrong.NO_RELEASE.said(
                                    "near", stop.get().origin(), text, String.join(", ", near)));
        }
    }

    /** A stop at what nobody may go to closes the way. */
    private boolean withdrawn(String release) {
        var known = catalogue.releases().get(release);
        return known != null && known.withdrawn().isPresent();
    }

    /** From a release to a later one, past the stop: is there any such way? */
    private void alone(Element rule) {
        var from = span(rule, "from");
        var to = span(rule, "to");
        for (var key : List.of("from", "to")) {
            span(rule, key)
                    .filter(Span::empty)
                    .ifPresent(
                            _ ->
                                    margin.wrong(
                                            Wrong.CONTRADICTION.at(
                                                    rule.leaf(key).orElseThrow().origin(),
                                                    rule.text(key).orElse(""))));
        }
        if (from.isPresent() && to.isPresent()) {
            var joined = new Span(from.get().low(), to.get().high(), versions.counted());
            if (joined.empty() && !from.get().empty() && !to.get().empty()) {
                margin.wrong(
                        Wrong.CONTRADICTION.said(
                                "way",
                                rule.leaf("to").orElseThrow().origin(),
                                rule.text("from").orElse(""),
                                rule.text("to").orElse("")));
            }
        }
        rule.element("needs").ifPresent(this::each);
        rule.leaf("stop")
                .filter(stop -> catalogue.releases().containsKey(stop.text()))
                .ifPresent(stop -> passes(rule, stop));
    }

    /** What is needed of each fact, by itself. */
    private void each(Element needs) {
        needs.fields().fields().keySet().stream()
                .flatMap(fact -> needs.leaf(fact).stream())
                .filter(leaf -> range(leaf).filter(range -> needed(range).empty()).isPresent())
                .forEach(
                        leaf ->
                                margin.wrong(
                                        Wrong.CONTRADICTION.said(
                                                "need", leaf.origin(), leaf.text())));
    }

    private void passes(Element rule, Written.Leaf stop) {
        var release = Version.of(stop.text());
        var low = span(rule, "from").flatMap(Span::low);
        var high = span(rule, "to").flatMap(Span::high);
        var before =
                low.filter(bound -> versions.counted().compare(bound.version(), release) > 0)
                        .isPresent();
        var behind =
                high.filter(bound -> versions.counted().compare(bound.version(), release) < 0)
                        .isPresent();
        if (before || behind) {
            margin.wrong(Wrong.CONTRADICTION.said("stop", stop.origin(), stop.text()));
        }
    }

    /** What a rule without conditions needs of one fact, by bounds. */
    private record Need(String rule, String fact, Written.Leaf leaf, Optional<Range> to) {}

    private static List<Need> needs(String name, Element rule) {
        var needs = new ArrayList<Need>();
        var map = rule.element("needs");
        if (map.isEmpty() || rule.has("when") || rule.has("from")) {
            return needs;
        }
        var to = rule.leaf("to").flatMap(RuleCheck::range);
        for (var fact : map.get().fields().fields().keySet()) {
            map.get()
                    .leaf(fact)
                    .filter(leaf -> range(leaf).isPresent())
                    .ifPresent(leaf -> needs.add(new Need(name, fact, leaf, to)));
        }
        return needs;
    }

    /** Two rules that no release of the component can meet, for a release that both speak of. */
    private void together(List<Need> needs) {
        for (var same :
                needs.stream()
                        .collect(Collectors.groupingBy(Need::fact, LinkedHashMap::new, toList()))
                        .values()) {
            for (var index = 1; index < same.size(); index++) {
                for (var other : same.subList(0, index)) {
                    together(same.get(index), other);
                }
            }
        }
    }

    /** The bounds are asked first: going through all releases for each pair would take long. */
    private void together(Need need, Need other) {
        var here = needed(range(need.leaf()).orElseThrow());
        var there = needed(range(other.leaf()).orElseThrow());
        if (here.empty() || there.empty() || !here.and(there).empty() || apart(need, other)) {
            return;
        }
        both(need, other)
                .ifPresent(
                        release ->
                                margin.wrong(
                                        Wrong.CONTRADICTION.said(
                                                "needs",
                                                need.leaf().origin(),
                                                need.fact(),
                                                release,
                                                need.leaf().text(),
                                                other.leaf().text(),
                                                other.rule())));
    }

    private boolean apart(Need one, Need other) {
        return one.to().isPresent()
                && other.to().isPresent()
                && Span.of(one.to().get(), versions.counted())
                        .and(Span.of(other.to().get(), versions.counted()))
                        .empty();
    }

    /** A component counts its own way; bounds on it are read as dotted numbers. */
    private static Span needed(Range range) {
        return Span.of(range, Order.DOTTED);
    }

    private Optional<String> both(Need one, Need other) {
        return catalogue.releases().keySet().stream()
                .filter(release -> speaks(one, release) && speaks(other, release))
                .findFirst();
    }

    private boolean speaks(Need need, String release) {
        return need.to()
                .map(range -> range.holds(Version.of(release), versions.counted()))
                .orElse(true);
    }

    private Optional<Span> span(Element rule, String key) {
        return rule.leaf(key)
                .flatMap(RuleCheck::range)
                .map(range -> Span.of(range, versions.counted()));
    }

    private static Optional<Range> range(Written.Leaf leaf) {
        try {
            return leaf.text().contains("${")
                            || !leaf.text().matches("\\s*([<>=!]*\\s*[0-9]\\S*\\s*)+")
                    ? Optional.empty()
                    : Optional.of(Range.of(leaf.text()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** The lowest and the highest that bounds leave. */
    private record Span(Optional<Range.Bound> low, Optional<Range.Bound> high, Order order) {
        static Span of(Range range, Order order) {
            return new Span(
                    pick(range, List.of(">=", ">", "=")).max(by(order)),
                    pick(range, List.of("<=", "<", "=")).min(by(order)),
                    order);
        }

        private static Stream<Range.Bound> pick(Range range, List<String> signs) {
            return range.bounds().stream().filter(bound -> signs.contains(bound.sign()));
        }

        private static Comparator<Range.Bound> by(Order order) {
            return Comparator.comparing(Range.Bound::version, order);
        }

        Span and(Span other) {
            return new Span(
                    Stream.of(low, other.low).flatMap(Optional::stream).max(by(order)),
                    Stream.of(high, other.high).flatMap(Optional::stream).min(by(order)),
                    order);
        }

        boolean empty() {
            if (low.isEmpty() || high.isEmpty()) {
                return false;
            }
            var apart = order.compare(low.get().version(), high.get().version());
            var closed = low.get().sign().contains("=") && high.get().sign().contains("=");
            return apart > 0 || (apart == 0 && !closed);
        }
    }
}
