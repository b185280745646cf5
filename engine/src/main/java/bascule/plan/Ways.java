package bascule.plan;

import bascule.recipe.Recipe.Rule;
import bascule.version.Range;
import bascule.version.Version;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ways over some releases that the rules of a catalogue leave open, and the shortest of them.
 *
 * <p>What a rule says of where a hop begins and of where it ends is a bit at each release, so that
 * a hop is asked of all rules at once; a {@code when} is only looked at where a rule would close a
 * hop. Once a rule without an upper end closes a hop, it closes all longer ones.
 */
final class Ways {
    private final Ground ground;
    private final List<Version> nodes;
    private final List<Rule> rules;
    private final Predicate<Rule> holds;
    private final BiPredicate<Rule, Hop> meets;

    /** By release: the rules that speak of hops from there, and of hops that end there. */
    private final BitSet[] leaving;

    private final BitSet[] arriving;

    /** Rules that speak of every longer hop, if they speak of one. */
    private final BitSet open = new BitSet();

    /** Rules whose {@code when} does not hold here. */
    private final BitSet silent = new BitSet();

    /** By release: the newest of a series before its own, as an index; -1 if there is none. */
    private final int[] before;

    private final int[] came;

    /**
     * What ways lead over.
     *
     * @param nodes the releases that may be stopped at, in order: where one is first, where it
     *     leads last
     * @param named those that rules name
     */
    record Ground(List<Version> nodes, Set<Version> named, Targets targets) {
        Ground {
            nodes = List.copyOf(nodes);
            named = Set.copyOf(named);
        }

        /** What rules tell apart on the way from one release to another. */
        static Ground of(Collection<Rule> rules, Targets targets, Version from, Version to) {
            var whole = new Hop(from, to, targets.order());
            var named = named(rules, targets);
            var between = new TreeSet<>(targets.order());
            Stream.concat(named.stream(), ends(rules, named, targets))
                    .filter(whole::holds)
                    .filter(targets.offered()::contains)
                    .forEach(between::add);
            var nodes = new ArrayList<>(List.of(from));
            nodes.addAll(between);
            nodes.add(to);
            return new Ground(nodes, named, targets);
        }

        /** The releases that some rule wants one to stop at. */
        private static Set<Version> named(Collection<Rule> rules, Targets targets) {
            return rules.stream()
                    .flatMap(rule -> rule.stop().stream())
                    .distinct()
                    .flatMap(
                            said ->
                                    said.equals(Route.EVERY_SERIES)
                                            ? targets.latestOfEach().stream()
                                            : Route.named(said, targets).stream())
                    .collect(Collectors.toSet());
        }

        /**
         * The last release before each bound of a rule, and the bound: rules tell no others apart.
         */
        private static Stream<Version> ends(
                Collection<Rule> rules, Set<Version> named, Targets targets) {
            var bounds =
                    rules.stream()
                            .flatMap(rule -> Stream.of(rule.from(), rule.to()))
                            .flatMap(Optional::stream)
                            .distinct()
                            .flatMap(range -> range.bounds().stream())
                            .map(Range.Bound::version);
            return Stream.concat(bounds, named.stream())
                    .distinct()
                    .flatMap(bound -> targets.stableAround(bound).stream());
        }
    }

    /**
     * @param rules those that could close a hop
     * @param holds whether the {@code when} of a rule holds here
     * @param meets whether what a rule needs is there at the end of a hop
     */
    Ways(Ground ground, List<Rule> rules, Predicate<Rule> holds, BiPredicate<Rule, Hop> meets) {
        this.ground = ground;
        this.nodes = ground.nodes();
        this.rules = List.copyOf(rules);
        this.holds = holds;
        this.meets = meets;
        this.leaving = bits();
        this.arriving = bits();
        this.before = new int[nodes.size()];
        this.came = new int[nodes.size()];
        for (var index = 0; index < rules.size(); index++) {
            mark(index, rules.get(index));
        }
        markSeries();
        search();
    }

    private BitSet[] bits() {
        var bits = new BitSet[nodes.size()];
        Arrays.setAll(bits, _ -> new BitSet(rules.size()));
        return bits;
    }

    private void mark(int index, Rule rule) {
        var from = within(rule.from());
        var to = within(rule.to());
        var stop = rule.stop().filter(said -> !said.equals(Route.EVERY_SERIES));
        var at = stop.flatMap(said -> Route.named(said, ground.targets()));
        if (at.isPresent()) {
            // The stop lies between: before it one leaves, behind it one arrives.
            from.clear(place(at.get(), false), nodes.size());
            to.clear(0, place(at.get(), true));
        }
        from.stream().forEach(node -> leaving[node].set(index));
        to.stream().forEach(node -> arriving[node].set(index));
        var first = to.nextSetBit(0);
        if (first >= 0 && to.nextClearBit(first) >= nodes.size() && rule.needs().isEmpty()) {
            open.set(index);
        }
    }

    /** The releases that a range holds, by index. */
    private BitSet within(Optional<Range> range) {
        var all = new BitSet();
        all.set(0, nodes.size());
        range.stream().flatMap(one -> one.bounds().stream()).forEach(bound -> narrow(all, bound));
        return all;
    }

    private void narrow(BitSet all, Range.Bound bound) {
        var low = place(bound.version(), false);
        var high = place(bound.version(), true);
        switch (bound.sign()) {
            case ">=" -> all.clear(0, low);
            case ">" -> all.clear(0, high);
            case "<" -> all.clear(low, nodes.size());
            case "<=" -> all.clear(high, nodes.size());
            case "!=" -> all.clear(low, high);
            default -> {
                all.clear(0, low);
                all.clear(high, nodes.size());
            }
        }
    }

    /** The first index that is not before a release; or that is behind it. */
    private int place(Version version, boolean behind) {
        var found = java.util.Collections.binarySearch(nodes, version, ground.targets().order());
        return found < 0 ? -found - 1 : behind ? found + 1 : found;
    }

    /** Going upwards: the last newest-of-a-series that was passed, and the one before it. */
    private void markSeries() {
        var targets = ground.targets();
        var last = -1;
        var earlier = -1;
        for (var node = 0; node < nodes.size(); node++) {
            var name = targets.seriesOf(nodes.get(node));
            var own = last >= 0 && targets.seriesOf(nodes.get(last)).equals(name);
            before[node] = own ? earlier : last;
            if (targets.latest(name).filter(nodes.get(node)::equals).isPresent()) {
                earlier = own ? earlier : last;
                last = node;
            }
        }
    }

    /** Layer by layer; of two ways of one length the one by what is named, then later, counts. */
    private void search() {
        Arrays.fill(came, -1);
        var waiting = new BitSet();
        waiting.set(1, nodes.size());
        var layer = new ArrayDeque<Integer>(List.of(0));
        while (!layer.isEmpty() && !waiting.isEmpty()) {
            var next = new BitSet();
            for (var node : layer) {
                for (var to = waiting.nextSetBit(node + 1);
                        to >= 0;
                        to = waiting.nextSetBit(to + 1)) {
                    var closed = closed(node, to);
                    if (closed < 0) {
                        came[to] = node;
                        waiting.clear(to);
                        next.set(to);
                    } else if (open.get(closed)) {
                        break;
                    }
                }
            }
            layer.clear();
            next.stream()
                    .boxed()
                    .sorted(
                            Comparator.comparing(
                                            (Integer node) ->
                                                    ground.named().contains(nodes.get(node)))
                                    .thenComparing(Comparator.naturalOrder())
                                    .reversed())
                    .forEach(layer::add);
        }
    }

    /** The rule that closes a hop; -1 if none does. */
    private int closed(int from, int to) {
        if (!leaving[from].intersects(arriving[to])) {
            return -1;
        }
        var both = (BitSet) leaving[from].clone();
        both.and(arriving[to]);
        both.andNot(silent);
        for (var index = both.nextSetBit(0); index >= 0; index = both.nextSetBit(index + 1)) {
            var rule = rules.get(index);
            if (rule.stop().filter(Route.EVERY_SERIES::equals).isPresent() && before[to] <= from) {
                continue;
            }
            if (!holds.test(rule)) {
                silent.set(index);
            } else if (rule.needs().isEmpty() || !meets.test(rule, hop(from, to))) {
                return index;
            }
        }
        return -1;
    }

    private Hop hop(int from, int to) {
        return new Hop(nodes.get(from), nodes.get(to), ground.targets().order());
    }

    /** From the first release to the last. */
    Optional<List<Hop>> shortest() {
        var hops = new ArrayList<Hop>();
        for (var node = nodes.size() - 1; node > 0; node = came[node]) {
            if (came[node] < 0) {
                return Optional.empty();
            }
            hops.addFirst(hop(came[node], node));
        }
        return Optional.of(List.copyOf(hops));
    }

    /** The first release behind one that can be gone to. */
    Optional<Version> beyond(Version passed) {
        for (var node = 1; node < nodes.size(); node++) {
            if (came[node] >= 0 && ground.targets().order().compare(nodes.get(node), passed) > 0) {
                return Optional.of(nodes.get(node));
            }
        }
        return Optional.empty();
    }

    /** The last release, short of where it should lead, that can be gone to. */
    Optional<Version> furthest() {
        for (var node = nodes.size() - 2; node > 0; node--) {
            if (came[node] >= 0) {
                return Optional.of(nodes.get(node));
            }
        }
        return Optional.empty();
    }
}
