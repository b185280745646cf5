package bascule.plan;

import bascule.instance.Subject;
import bascule.problem.Refusal;
import bascule.recipe.Recipe.Release;
import bascule.text.Text;
import bascule.version.Order;
import bascule.version.Version;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The releases of a catalogue in their order, and what a target means among them. */
final class Targets {
    private final Subject subject;
    private final Version from;
    private final Order order;
    private final NavigableMap<Version, Release> releases;

    Targets(Subject subject, Version from) {
        this.subject = subject;
        this.from = from;
        this.order = subject.recipe().versions().counted();
        this.releases = new TreeMap<>(order);
        subject.recipe()
                .catalogue()
                .releases()
                .forEach((name, release) -> releases.put(Version.of(name), release));
    }

    Order order() {
        return order;
    }

    Optional<Release> release(Version version) {
        return Optional.ofNullable(releases.get(version));
    }

    /** Published, and not taken back. */
    List<Version> offered() {
        return releases.entrySet().stream()
                .filter(entry -> entry.getValue().withdrawn().isEmpty())
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    String seriesOf(Version version) {
        return subject.recipe().versions().seriesOf(version.text());
    }

    /** The newest of a series that is no early version. */
    Optional<Version> latest(String series) {
        return settled().filter(version -> seriesOf(version).equals(series)).max(order);
    }

    private Stream<Version> settled() {
        return offered().stream()
                .filter(
                        version ->
                                release(version)
                                        .flatMap(Release::channel)
                                        .map(channel -> channel.equals("stable"))
                                        .orElse(true));
    }

    /**
     * @param target a release, {@code latest}, or a series
     * @throws Refusal if it is not there, is the release that is installed, is older, or withdrawn
     */
    Version resolve(String target) {
        var refused = new Refused(subject, from);
        var version = find(target).orElseThrow(() -> unknown(refused, target));
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
        if (target.equals("latest")) {
            return settled().max(order);
        }
        var exact =
                Optional.ofNullable(releases.get(versionOr(target))).map(_ -> Version.of(target));
        return exact.or(() -> latest(target));
    }

    private static Version versionOr(String target) {
        return target.isEmpty() || target.chars().anyMatch(Character::isWhitespace)
                ? Version.of("0")
                : Version.of(target);
    }

    private Refusal unknown(Refused refused, String target) {
        return refused.upgrade(
                "BSC-252",
                target,
                Text.of("plan.no-such-release", subject.recipe().name(), target),
                Text.of("plan.choose", subject.name(), nearest(versionOr(target))));
    }

    /** The offered releases next to one in the order, newer than what is installed first. */
    private String nearest(Version version) {
        var offered = new java.util.TreeSet<>(order);
        offered.addAll(offered());
        var below = offered.lower(version);
        var above = offered.higher(version);
        var useful =
                Stream.of(Optional.ofNullable(below), Optional.ofNullable(above))
                        .flatMap(Optional::stream)
                        .filter(one -> order.compare(one, from) > 0)
                        .map(Version::text)
                        .toList();
        return useful.isEmpty() ? "latest" : String.join(", ", useful);
    }
}
