package bascule.plan;

import bascule.fact.Answer;
import bascule.probe.Probe;
import bascule.version.Version;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The exact steps of one upgrade, backup or restore, and of its way back. What is shown is what is
 * run, and nothing else is read again: resuming a run needs this file and its journal.
 *
 * @param madeBy Bascule's own version; it ends the runs that it began
 * @param to the release that serves afterwards: {@code from} again, if it is no upgrade
 * @param door how visitors are kept out while verification gets in
 * @param facts what the plan was decided on; if one of them has changed since, it is stale
 * @param probes how each fact is asked again, {@code fact@release}; {@code fact@} holds whatever
 *     the release
 * @param sizes what is copied and fetched, in bytes, by name
 * @param expected how long each step is expected to take, by id, where that is known
 * @param purpose what it is for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Plan(
        String madeBy,
        String instance,
        String recipe,
        String method,
        String root,
        Version from,
        Version to,
        String door,
        OnFailure onFailure,
        Map<String, Answer> facts,
        Map<String, Probe> probes,
        List<Outage> outages,
        List<Notice> notices,
        Map<String, Long> sizes,
        Map<String, Duration> expected,
        Purpose purpose) {

    /** What a failure inside the outage leads to. */
    public enum OnFailure {
        BACK,
        PAUSE
    }

    /**
     * From the first thing staged for it to the last thing cleaned after it; the application is
     * closed from its quiesce to its open. One backup, one way back.
     *
     * @param before stage and announce, while visitors are served by {@code from}
     * @param closing quiesce and backup, once
     * @param legs switch to verify, once a leg
     * @param after open, settle and clean, while visitors are served by the last leg's release
     * @param back the way back to {@code from}, from whatever step was reached
     */
    public record Outage(
            Version from,
            List<Step> before,
            List<Step> closing,
            List<Leg> legs,
            List<Step> after,
            List<Step> back) {
        public Outage {
            before = List.copyOf(before);
            closing = List.copyOf(closing);
            legs = List.copyOf(legs);
            after = List.copyOf(after);
            back = List.copyOf(back);
        }

        /** The way forward, in order. */
        public Stream<Step> forward() {
            return Stream.of(
                            before.stream(),
                            closing.stream(),
                            legs.stream().flatMap(leg -> leg.steps().stream()),
                            after.stream())
                    .flatMap(steps -> steps);
        }

        public Version to() {
            return legs.getLast().to();
        }
    }

    /** The way from one release to the next stop. */
    public record Leg(Version from, Version to, List<Step> steps) {
        public Leg {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Something of the release notes.
     *
     * @param state {@code done} by a step, {@code acknowledge}, {@code acknowledged}, {@code
     *     shown}, {@code does-not-apply}
     * @param by who has acknowledged it, if somebody had to
     */
    public record Notice(
            Version release,
            String name,
            String state,
            Optional<String> text,
            Optional<String> because,
            Optional<String> source,
            Optional<Acknowledged> by) {

        /** That something is to be known of a release; nobody has to do anything. */
        static Notice shown(Version release, String name, String text, Optional<String> source) {
            return new Notice(
                    release,
                    name,
                    "shown",
                    Optional.of(text),
                    Optional.empty(),
                    source,
                    Optional.empty());
        }
    }

    public Plan {
        facts = facts == null ? Map.of() : Map.copyOf(facts);
        probes = probes == null ? Map.of() : Map.copyOf(probes);
        outages = outages == null ? List.of() : List.copyOf(outages);
        notices = notices == null ? List.of() : List.copyOf(notices);
        sizes = sizes == null ? Map.of() : Map.copyOf(sizes);
        expected = expected == null ? Map.of() : Map.copyOf(expected);
        if (purpose == null) {
            purpose = from.equals(to) ? Purpose.STAGE : Purpose.UPGRADE;
        }
    }

    /** Of an upgrade, or of its stage alone. */
    public Plan(
            String madeBy,
            String instance,
            String recipe,
            String method,
            String root,
            Version from,
            Version to,
            String door,
            OnFailure onFailure,
            Map<String, Answer> facts,
            Map<String, Probe> probes,
            List<Outage> outages,
            List<Notice> notices,
            Map<String, Long> sizes,
            Map<String, Duration> expected) {
        this(
                madeBy,
                instance,
                recipe,
                method,
                root,
                from,
                to,
                door,
                onFailure,
                facts,
                probes,
                outages,
                notices,
                sizes,
                expected,
                from.equals(to) ? Purpose.STAGE : Purpose.UPGRADE);
    }

    public Stream<Leg> legs() {
        return outages.stream().flatMap(outage -> outage.legs().stream());
    }

    /** The way forward through all outages. */
    public Stream<Step> steps() {
        return outages.stream().flatMap(Outage::forward);
    }

    public Optional<Step> pointOfNoReturn() {
        return steps().filter(Step::pointOfNoReturn).findFirst();
    }
}
