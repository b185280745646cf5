package bascule.plan;

import bascule.instance.Subject;
import bascule.problem.Refusal;
import bascule.recipe.Recipe.Release;
import bascule.text.Text;
import bascule.version.Order;
import bascule.version.Version;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The releases of a catalogue in their order, and what a target means among them. */
final class Targets {
    private static final String LATEST = "latest";

    private final Subject subject;
    private final Version from;
    private final Order order;
    private final NavigableMap<Version, Release> releases;
    private final NavigableSet<Version> offered;
    private final NavigableSet<Version> stable;

    /** The newest of each series and, under the name of a channel, of it and the stable ones. */
    private final Map<String, Version> bySeries = new HashMap<>();

    private final Map<String, Version> byChannel = new HashMap<>();
    private final Map<Version, String> series = new HashMap<>();

    Targets(Subject subject, Version from) {
        this.subject = subject;
        this.from = from;
        this.order = subject.recipe().versions().counted();
        this.releases = new TreeMap<>(order);
        this.offered = new TreeSet<>(order);
        this.stable = new TreeSet<>(order);
        subject.recipe()
                .catalogue()
                .releases()
                .forEach((name, release) -> releases.put(Version.of(name), release));
        releases.forEach(this::offer);
        var newest = Optional.ofNullable(byChannel.get(Release.STABLE));
        byChannel.replaceAll((_, own) -> newest.filter(one -> newer(one, own)).orElse(own));
    }

    /** In ascending order: the last one put stays. */
    private void offer(Version version, Release release) {
        if (release.withdrawn().isPresent()) {
            return;
        }
        offered.add(version);
        byChannel.put(release.published(), version);
        if (release.stable()) {
            stable.add(version);
            bySeries.put(seriesOf(version), version);
        }
    }

    Order order() {
        return order;
    }

    Optional<Release> release(Version version) {
        return Optional.ofNullable(releases.get(version));
    }

    /** Published, and not taken back. */
    NavigableSet<Version> offered() {
        return Collections.unmodifiableNavigableSet(offered);
    }

    /** Those that are meant for everybody. */
    NavigableSet<Version> stable() {
        return Collections.unmodifiableNavigableSet(stable);
    }

    /** The stable release at a bound, and the last one before it. */
    List<Version> stableAround(Version bound) {
        return Stream.of(
                        Optional.ofNullable(stable.lower(bound)),
                        Optional.ofNullable(stable.floor(bound)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    String seriesOf(Version version) {
        return series.computeIfAbsent(
                version, one -> subject.recipe().versions().seriesOf(one.text()));
    }

    /** The newest of a series that is no early version. */
    Optional<Version> latest(String name) {
        return Optional.ofNullable(bySeries.get(name));
    }

    /** The newest of every series, in their order. */
    List<Version> latestOfEach() {
        return bySeries.values().stream().sorted(order).toList();
    }

    private boolean newer(Version one, Version other) {
        return order.compare(one, other) > 0;
    }

    /**
     * @param target a release or its tag, {@code latest}, a series or a channel, these two also
     *     after {@code latest}
     * @throws Refusal if it is not there, is the release that is installed, is older, or withdrawn
     */
    Version resolve(String target) {
        var refused = new Refused(subject, from);
        var version = find(target.strip()).orElseThrow(() -> unknown(refused, target));
        var withdrawn = release(version).flatMap(Release::withdrawn);
        var newer = order.compare(version, from);
        if (newer == 0) {
            throw refused.upgrade(
                    "BSC-254",
                    target,
                    Text.of("plan.same", from),
                    Text.of("plan.same.next", subject.name()));
        }
        if (newer < 0) {
            throw refused.upgrade(
                    "BSC-253",
                    target,
                    Text.of("plan.downgrade", version, from),
                    Text.of("plan.downgrade.next", subject.name()));
        }
        if (withdrawn.isPresent()) {
            throw refused.upgrade(
                    "BSC-255",
                    target,
                    Text.of("plan.withdrawn", version, withdrawn.get().in("en")),
                    Text.of("plan.choose", subject.name(), nearest(version)));
        }
        return version;
    }

    private Optional<Version> find(String target) {
        if (target.equals(LATEST)) {
            return Optional.ofNullable(byChannel.get(Release.STABLE));
        }
        if (target.startsWith(LATEST + " ")) {
            return newest(target.substring(LATEST.length()).strip());
        }
        return exact(target)
                .or(() -> subject.recipe().versions().release(target).flatMap(this::exact))
                .or(() -> newest(target));
    }

    private Optional<Version> exact(String target) {
        return Optional.ofNullable(releases.get(versionOr(target))).map(_ -> Version.of(target));
    }

    /** Of a series; else of a channel, where the stable ones count too. */
    private Optional<Version> newest(String name) {
        return latest(name).or(() -> Optional.ofNullable(byChannel.get(name)));
    }

    private static Version versionOr(String target) {
        return target.isEmpty() || target.chars().anyMatch(Character::isWhitespace)
                ? Version.of("0")
                : Version.of(target);
    }

    private Refusal unknown(Refused refused, String target) {
        var early =
                offered.descendingSet().stream()
                        .filter(version -> seriesOf(version).equals(target))
                        .findFirst();
        return refused.upgrade(
                "BSC-252",
                target,
                early.map(
                                version ->
                                        Text.of(
                                                "plan.only-early",
                                                target,
                                                version,
                                                release(version)
                                                        .map(Release::published)
                                                        .orElse("")))
                        .orElseGet(
                                () ->
                                        Text.of(
                                                "plan.no-such-release",
                                                subject.recipe().name(),
                                                target)),
                Text.of(
                        "plan.choose",
                        subject.name(),
                        early.map(Version::text).orElseGet(() -> nearest(versionOr(target)))));
    }

    /** The offered releases next to one in the order, newer than what is installed first. */
    private String nearest(Version version) {
        var useful =
                Stream.of(
                                Optional.ofNullable(offered.lower(version)),
                                Optional.ofNullable(offered.higher(version)))
                        .flatMap(Optional::stream)
                        .filter(one -> newer(one, from))
                        .map(Version::text)
                        .toList();
        return useful.isEmpty() ? LATEST : String.join(", ", useful);
    }
}
