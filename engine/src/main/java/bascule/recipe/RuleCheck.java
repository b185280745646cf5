package bascule.recipe;

import bascule.recipe.Recipe.Versions;
import bascule.recipe.Use.Owner;
import bascule.version.Range;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks of the rules of a catalogue whether they can be kept at all, alone and together. */
final class RuleCheck {
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
        if (!there) {
            var near = Nearest.of(text, catalogue.releases().keySet());
            margin.wrong(
                    near.isEmpty()
                            ? Wrong.NO_RELEASE.at(stop.get().origin(), text)
                            : Wrong.NO_RELEASE.said(
                                    "near", stop.get().origin(), text, String.join(", ", near)));
        }
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
            var joined = new Span(from.get().low(), to.get().high());
            if (joined.empty() && !from.get().empty() && !to.get().empty()) {
                margin.wrong(
                        Wrong.CONTRADICTION.said(
                                "way",
                                rule.leaf("to").orElseThrow().origin(),
                                rule.text("from").orElse(""),
                                rule.text("to").orElse("")));
            }
        }
        rule.leaf("stop")
                .filter(stop -> catalogue.releases().containsKey(stop.text()))
                .ifPresent(stop -> passes(rule, stop));
    }

    private void passes(Element rule, Written.Leaf stop) {
        var release = Version.of(stop.text());
        var low = span(rule, "from").flatMap(Span::low);
        var high = span(rule, "to").flatMap(Span::high);
        var before = low.filter(bound -> bound.version().compareTo(release) > 0).isPresent();
        var behind = high.filter(bound -> bound.version().compareTo(release) < 0).isPresent();
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
        for (var index = 1; index < needs.size(); index++) {
            for (var other : needs.subList(0, index)) {
                var need = needs.get(index);
                var release = both(need, other);
                if (need.fact().equals(other.fact())
                        && release.isPresent()
                        && Span.of(range(need.leaf()).orElseThrow())
                                .and(Span.of(range(other.leaf()).orElseThrow()))
                                .empty()) {
                    margin.wrong(
                            Wrong.CONTRADICTION.said(
                                    "needs",
                                    need.leaf().origin(),
                                    need.fact(),
                                    release.get(),
                                    need.leaf().text(),
                                    other.leaf().text(),
                                    other.rule()));
                }
            }
        }
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

    private static Optional<Span> span(Element rule, String key) {
        return rule.leaf(key).flatMap(RuleCheck::range).map(Span::of);
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
    private record Span(Optional<Range.Bound> low, Optional<Range.Bound> high) {
        static Span of(Range range) {
            return new Span(
                    range.bounds().stream()
                            .filter(bound -> List.of(">=", ">", "=").contains(bound.sign()))
                            .max(Comparator.comparing(Range.Bound::version)),
                    range.bounds().stream()
                            .filter(bound -> List.of("<=", "<", "=").contains(bound.sign()))
                            .min(Comparator.comparing(Range.Bound::version)));
        }

        Span and(Span other) {
            return new Span(highest(low, other.low), lowest(high, other.high));
        }

        private static Optional<Range.Bound> highest(
                Optional<Range.Bound> one, Optional<Range.Bound> other) {
            return Stream.of(one, other)
                    .flatMap(Optional::stream)
                    .max(Comparator.comparing(Range.Bound::version));
        }

        private static Optional<Range.Bound> lowest(
                Optional<Range.Bound> one, Optional<Range.Bound> other) {
            return Stream.of(one, other)
                    .flatMap(Optional::stream)
                    .min(Comparator.comparing(Range.Bound::version));
        }

        boolean empty() {
            if (low.isEmpty() || high.isEmpty()) {
                return false;
            }
            var order = low.get().version().compareTo(high.get().version());
            var closed = low.get().sign().contains("=") && high.get().sign().contains("=");
            return order > 0 || (order == 0 && !closed);
        }
    }
}
