package bascule.plan;

import bascule.recipe.Phase;
import bascule.text.Text;
import bascule.version.Version;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan as it is told: what a person and a program see of it are made from this.
 *
 * @param remarks what must be known before anything else
 * @param pointOfNoReturn the step after whose beginning there is only forward
 * @param expected how long all of it is expected to take; empty unless every long step is known
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Outline(
        String instance,
        String recipe,
        Version from,
        Version to,
        String door,
        List<Text> remarks,
        List<Part> outages,
        Optional<Line> pointOfNoReturn,
        List<Plan.Notice> notices,
        Map<String, Long> sizes,
        Optional<Duration> expected) {

    /**
     * One outage.
     *
     * @param closed how long the application is expected to be closed, if that is known
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Part(
            Version from,
            Version to,
            List<Stretch> forward,
            List<Line> back,
            Optional<Duration> closed) {}

    /**
     * The steps of one phase.
     *
     * @param leg where the leg leads, in the phases that each leg has
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Stretch(Phase phase, Optional<Version> leg, boolean closed, List<Line> steps) {}

    /**
     * One step.
     *
     * @param never why it cannot be taken back, if so
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            String id,
            Phase phase,
            Text summary,
            Optional<Text> reason,
            Optional<String> never,
            String level,
            Optional<Duration> expected) {}

    public static Outline of(Plan plan) {
        var parts = plan.outages().stream().map(outage -> part(plan, outage)).toList();
        return new Outline(
                plan.instance(),
                plan.recipe(),
                plan.from(),
                plan.to(),
                plan.door(),
                remarks(plan),
                parts,
                plan.pointOfNoReturn().map(step -> line(plan, step)),
                plan.notices(),
                plan.sizes(),
                total(plan, plan.steps()));
    }

    private static List<Text> remarks(Plan plan) {
        var remarks = new ArrayList<Text>();
        if (!plan.purpose().takesBack()) {
            return staying(plan);
        }
        remarks.add(
                Text.of(
                        "plan.remark.steps",
                        plan.steps().count(),
                        plan.legs().count(),
                        plan.outages().size()));
        remarks.add(
                plan.pointOfNoReturn()
                        .map(
                                step ->
                                        Text.of(
                                                "plan.remark.never",
                                                step.id(),
                                                never(step).orElse("")))
                        .orElseGet(() -> Text.of("plan.remark.back")));
        if (plan.door().equals("none")) {
            remarks.add(Text.of("plan.remark.no-door"));
        }
        return List.copyOf(remarks);
    }

    /** What must be known of a run that stays at its release. */
    private static List<Text> staying(Plan plan) {
        return switch (plan.purpose()) {
            case UPGRADE, STAGE, PROVE -> List.of();
            case RESTORE ->
                    plan.door().equals("none")
                            ? List.of(Text.of("plan.remark.no-door.restore"))
                            : List.of();
            case BACKUP -> {
                var copies =
                        plan.steps()
                                .map(Step::action)
                                .filter(Action.Backup.class::isInstance)
                                .map(action -> ((Action.Backup) action).pass())
                                .filter(pass -> !pass.equals("first"))
                                .toList();
                yield copies.contains("last")
                        ? List.of(Text.of("plan.remark.one-instant"))
                        : copies.size() > 1
                                ? List.of(Text.of("plan.remark.instants", plan.instance()))
                                : List.of();
            }
        };
    }

    private static Part part(Plan plan, Plan.Outage outage) {
        var forward = new ArrayList<Stretch>();
        add(forward, plan, outage.before(), Optional.empty());
        add(forward, plan, outage.closing(), Optional.empty());
        outage.legs().forEach(leg -> add(forward, plan, leg.steps(), Optional.of(leg.to())));
        add(forward, plan, outage.after(), Optional.empty());
        var closed =
                Stream.of(
                                outage.closing().stream(),
                                outage.legs().stream().flatMap(leg -> leg.steps().stream()),
                                outage.after().stream().filter(step -> step.phase() == Phase.OPEN))
                        .flatMap(steps -> steps);
        return new Part(
                outage.from(),
                outage.to(),
                forward,
                outage.back().stream().map(step -> line(plan, step)).toList(),
                total(plan, closed));
    }

    private static void add(List<Stretch> all, Plan plan, List<Step> steps, Optional<Version> leg) {
        var at = 0;
        while (at < steps.size()) {
            var phase = steps.get(at).phase();
            var lines = new ArrayList<Line>();
            while (at < steps.size() && steps.get(at).phase() == phase) {
                lines.add(line(plan, steps.get(at)));
                at++;
            }
            all.add(new Stretch(phase, leg, phase.closed(), List.copyOf(lines)));
        }
    }

    private static Line line(Plan plan, Step step) {
        return new Line(
                step.id(),
                step.phase(),
                step.summary(),
                step.reason(),
                never(step),
                step.level(),
                Optional.ofNullable(plan.expected().get(step.id())));
    }

    private static Optional<String> never(Step step) {
        return step.undo() instanceof Undo.Never(var because)
                ? Optional.of(because)
                : Optional.empty();
    }

    /** The sum of what is known; nothing where nothing is. */
    private static Optional<Duration> total(Plan plan, Stream<Step> steps) {
        return steps.map(Step::id)
                .map(plan.expected()::get)
                .filter(java.util.Objects::nonNull)
                .reduce(Duration::plus);
    }
}
