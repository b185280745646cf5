package bascule.plan;

import bascule.recipe.Phase;
import bascule.text.Text;
import bascule.text.Texts;

import org.jspecify.annotations.NullMarked;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as text, for golden files: what the outline shows, and what steps are made of. */
@NullMarked
final class PlanText {
    private static final Texts TEXTS = Texts.in(Locale.ENGLISH);

    private PlanText() {}

    /** Every step with its undo. */
    static String whole(Plan plan) {
        var text = new StringBuilder();
        var outline = Outline.of(plan);
        text.append(
                "%s %s -> %s, door %s%n"
                        .formatted(plan.recipe(), plan.from(), plan.to(), plan.door()));
        outline.remarks()
                .forEach(remark -> text.append("  ").append(TEXTS.say(remark)).append('\n'));
        plan.notices().forEach(notice -> text.append(notice(notice)).append('\n'));
        for (var outage : plan.outages()) {
            section(text, "before", outage.before());
            section(text, "closing", outage.closing());
            outage.legs()
                    .forEach(leg -> section(text, leg.from() + " -> " + leg.to(), leg.steps()));
            section(text, "after", outage.after());
            section(text, "back to " + outage.from(), outage.back());
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String name, List<Step> steps) {
        text.append(name).append('\n');
        steps.forEach(step -> text.append(step(step)).append('\n'));
    }

    private static String step(Step step) {
        var more = new StringBuilder();
        step.expect()
                .forEach(
                        expect ->
                                more.append(
                                        "\n      expect %s at %s"
                                                .formatted(
                                                        Conditions.said(expect.condition()),
                                                        expect.era())));
        if (!step.undoes().isEmpty()) {
            more.append("\n      if ").append(String.join(" ", step.undoes()));
        }
        return "  %-10s %-28s %s  [%s%s%s]%s"
                .formatted(
                        step.phase().word(),
                        step.id(),
                        TEXTS.say(step.summary()),
                        undo(step.undo()),
                        step.again() ? ", again" : "",
                        step.asFound() ? ", as found" : "",
                        more);
    }

    private static String undo(Undo undo) {
        return switch (undo) {
            case Undo.Nothing _ -> "-";
            case Undo.AsFound _ -> "as found";
            case Undo.By _ -> "inverse";
            case Undo.Restores _ -> "restore";
            case Undo.Never(var because) -> "never: " + because;
        };
    }

    private static String notice(Plan.Notice notice) {
        return "  note %s %s: %s".formatted(notice.release(), notice.name(), notice.state());
    }

    /** Only the names of steps by phase, as a person would jot them down. */
    static String brief(Plan plan) {
        var text = new StringBuilder();
        text.append(plan.recipe()).append(' ').append(plan.from());
        plan.legs().forEach(leg -> text.append(" -> ").append(leg.to()));
        text.append('\n');
        plan.notices().forEach(notice -> text.append(notice(notice)).append('\n'));
        for (var outage : plan.outages()) {
            phases(text, outage.before());
            phases(text, outage.closing());
            for (var leg : outage.legs()) {
                if (outage.legs().size() > 1) {
                    text.append("  ")
                            .append(leg.from())
                            .append(" -> ")
                            .append(leg.to())
                            .append('\n');
                }
                phases(text, leg.steps());
            }
            phases(text, outage.after());
        }
        return text.toString();
    }

    private static void phases(StringBuilder text, List<Step> steps) {
        var phases = steps.stream().map(Step::phase).distinct().toList();
        for (Phase phase : phases) {
            var names =
                    steps.stream()
                            .filter(step -> step.phase() == phase)
                            .map(step -> step.id().substring(step.id().indexOf('/') + 1))
                            .collect(Collectors.joining(", "));
            text.append("  %-10s %s%n".formatted(phase.word(), names));
        }
    }

    static String say(Text text) {
        return TEXTS.say(text);
    }
}
