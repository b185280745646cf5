package bascule.plan;

import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.instance.Toolchain;
import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Explain;
import bascule.text.Text;
import bascule.text.Texts;
import bascule.version.Version;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides the exact steps of an upgrade: which stops, in how many outages, what each phase does,
 * and the way back; and those of a backup, a proof, a restore, which stay at their release. Pure:
 * the same recipe, survey and target give the same plan.
 */
public final class Planner {
    private final Subject subject;
    private final Survey survey;
    private final Options options;

    public Planner(Subject subject, Survey survey, Options options) {
        this.subject = subject;
        this.survey = survey;
        this.options = options;
    }

    /**
     * @param target a release, {@code latest}, or a series
     * @throws Refusal if there is no such way, with the rule that stands in it
     */
    public Plan plan(String target) {
        return upgrading(target, this::draw);
    }

    /**
     * What the releases on the way ask, also where a rule forbids to go it.
     *
     * @throws Refusal if there is no such release, or no way to it at all
     */
    public Reading notes(String target) {
        return upgrading(target, this::read);
    }

    private <T> T upgrading(String target, BiFunction<Targets, String, T> decide) {
        var refused = new Refused(subject, survey.release());
        try {
            return decide.apply(new Targets(subject, survey.release()), target);
        } catch (Fault fault) {
            throw refused.upgrade(
                    fault.code(),
                    target,
                    fault.why(),
                    Text.of("plan.explain", subject.recipe().name()));
        }
    }

    /**
     * A backup of every store.
     *
     * @param closed whether the application is closed for it, so that all stores are of one instant
     * @throws Refusal if this version cannot copy one of them, or there is none
     */
    public Plan backup(boolean closed) {
        return staying(Purpose.BACKUP, one -> closed ? one.closed() : one.serving());
    }

    /**
     * A backup that was made earlier, shown to restore.
     *
     * @param depth {@code light} or {@code full}
     */
    public Plan prove(Source source, String depth) {
        return staying(Purpose.PROVE, one -> one.proving(source, depth));
    }

    /**
     * A backup put back in place of what is there.
     *
     * @param copies whether that is copied first; if not, there is no way back
     */
    public Plan restore(Source source, boolean copies) {
        return staying(Purpose.RESTORE, one -> one.restoring(source, copies));
    }

    private Plan staying(Purpose purpose, Function<Staying, Plan.Outage> draw) {
        var release = survey.release();
        var refused = new Refused(subject, release);
        var what = Text.of(purpose.key("plan.cannot"), subject.name());
        try {
            var drawing = scout().drawing(release);
            var hop = new Hop(release, release, new Targets(subject, release).order());
            new Abilities(drawing).allowStanding(hop);
            var staying = new Staying(drawing, new RecipeSteps(drawing, new Notes(drawing)), hop);
            var outage = draw.apply(staying);
            if (outage.forward().noneMatch(Planner::copies)) {
                throw new Fault("BSC-267", Text.of("plan.nothing-to-copy", subject.name()));
            }
            return plan(drawing, List.of(outage), release, purpose);
        } catch (Fault fault) {
            var next = Text.of("plan.explain", subject.recipe().name());
            throw refused.of(fault.code(), what, fault.why(), next);
        } catch (Refusal refusal) {
            var problem = refusal.problem();
            throw refused.of(problem.code(), what, problem.why(), problem.next());
        }
    }

    private static boolean copies(Step step) {
        return switch (step.action()) {
            case Action.Backup _, Action.Prove _, Action.Restore _ -> true;
            default -> false;
        };
    }

    /**
     * How the recipe is read for the instance as it stands, for who wants to hold it against it.
     */
    public Scope standing() {
        var drawing = scout().drawing(survey.release());
        return drawing.settled(survey.release());
    }

    /** The toolchains that would be chosen for a release, coming from the one that is installed. */
    public Map<String, Toolchain> toolchains(Version release) {
        return scout().toolchains(release);
    }

    private Reading read(Targets targets, String target) {
        var way = scout().way(targets, targets.resolve(target));
        var against = way.against().map(Refusal::problem).or(() -> unable(way));
        var notes = new Notes(way.drawing());
        var asked = way.hops().stream().flatMap(hop -> notes.asked(hop).stream()).toList();
        var speaking =
                asked.stream().map(each -> each.notice().release()).collect(Collectors.toSet());
        var whole = new Hop(survey.release(), way.hops().getLast().to(), targets.order());
        return new Reading(
                subject.name(),
                subject.recipe().name(),
                survey.release(),
                way.hops().stream().map(Hop::to).toList(),
                way.climbs(),
                asked,
                targets.offered().stream()
                        .filter(whole::passes)
                        .filter(release -> !speaking.contains(release))
                        .toList(),
                against);
    }

    /** What this version could not carry out. */
    private static Optional<Problem> unable(Way way) {
        try {
            new Abilities(way.drawing()).allow(way.hops().getLast());
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.problem());
        }
    }

    private Plan draw(Targets targets, String target) {
        var way = scout().way(targets, targets.resolve(target));
        if (way.against().isPresent()) {
            throw way.against().get();
        }
        var drawing = way.drawing();
        var route = way.route();
        var hops = way.hops();
        var to = drawing.destination();
        new Abilities(drawing).allow(hops.getLast());
        var notes = new Notes(drawing);
        hops.forEach(hop -> drawing.notices().addAll(notes.notices(hop)));
        drawing.notices().addAll(dropped(to));
        var outages = outages(drawing, new RecipeSteps(drawing, notes), route.stretches(hops));
        return plan(drawing, outages, to, Purpose.UPGRADE);
    }

    /** What the method or the instance took out of the recipe must not go unseen. */
    private List<Plan.Notice> dropped(Version to) {
        var texts = Texts.in(Locale.of(options.language()));
        return Explain.lines(subject.body()).stream()
                .filter(Explain.Line::dropped)
                .map(
                        line ->
                                Plan.Notice.shown(
                                        to,
                                        line.name(),
                                        texts.say(
                                                Text.of(
                                                        "plan.dropped",
                                                        line.name(),
                                                        line.origin())),
                                        Optional.of(line.origin().toString())))
                .toList();
    }

    private Scout scout() {
        return new Scout(subject, survey, options);
    }

    private static List<Plan.Outage> outages(
            Drawing drawing, RecipeSteps recipe, List<Route.Stretch> stretches) {
        var legs = stretches.stream().mapToInt(stretch -> stretch.hops().size()).sum();
        var drawer = new Outages(drawing, recipe);
        var outages = new ArrayList<Plan.Outage>();
        for (var stretch : stretches) {
            var prefix = stretches.size() > 1 ? stretch.to() + ":" : "";
            outages.add(
                    drawer.draw(
                            stretch,
                            new Outages.Position(
                                    prefix,
                                    outages.isEmpty(),
                                    outages.size() + 1 == stretches.size(),
                                    legs)));
        }
        return outages;
    }

    private Plan plan(Drawing drawing, List<Plan.Outage> outages, Version to, Purpose purpose) {
        if (purpose == Purpose.UPGRADE) {
            drawing.sizes().put("code", survey.code());
        }
        var probes = drawing.probes().make(drawing::settled);
        return new Plan(
                options.madeBy(),
                subject.name(),
                subject.recipe().name(),
                subject.instance().method(),
                subject.instance().root().toString(),
                survey.release(),
                to,
                subject.door(),
                options.onFailure(),
                drawing.knowledge().watched(),
                probes,
                outages,
                drawing.notices(),
                drawing.sizes(),
                expected(outages),
                purpose);
    }

    private Map<String, Duration> expected(List<Plan.Outage> outages) {
        var known = new HashMap<String, Duration>();
        for (var outage : outages) {
            java.util.stream.Stream.concat(outage.forward(), outage.back().stream())
                    .forEach(
                            step -> {
                                var before = options.history().get(step.id());
                                if (before != null) {
                                    known.put(step.id(), before);
                                }
                            });
        }
        return known;
    }
}
