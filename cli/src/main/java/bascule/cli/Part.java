package bascule.cli;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Plan.Leg;
import bascule.plan.Plan.Outage;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A part of a plan that leaves the instance consistent. */
final class Part {
    private Part() {}

    /**
     * Everything that puts the new release beside the old, and nothing that closes, switches or
     * tells anybody: the plan of a run that ends where it began, with the old release serving.
     */
    static Plan staged(Plan plan) {
        var outages = plan.outages().stream().map(Part::staged).toList();
        return new Plan(
                plan.madeBy(),
                plan.instance(),
                plan.recipe(),
                plan.method(),
                plan.root(),
                plan.from(),
                plan.from(),
                plan.door(),
                plan.onFailure(),
                plan.facts(),
                plan.probes(),
                outages,
                plan.notices(),
                plan.sizes(),
                plan.expected());
    }

    private static Outage staged(Outage outage) {
        var stage =
                Stream.concat(
                                outage.before().stream()
                                        .filter(step -> step.phase() == Phase.STAGE),
                                // What follows a server for the outage has none to wait for.
                                outage.after().stream()
                                        .filter(step -> step.action() instanceof Action.End))
                        .toList();
        var still = new Leg(outage.from(), outage.from(), List.of());
        return new Outage(
                outage.from(), stage, List.of(), List.of(still), List.of(), outage.back());
    }

    /** What else would have to be done for this part to leave code and data of one release. */
    static Text missing(String part) {
        if (Arrays.stream(Phase.values()).noneMatch(phase -> phase.word().equals(part))) {
            return Text.of("cli.part.unknown", part);
        }
        return switch (Phase.of(part)) {
            case SWITCH -> Text.of("cli.part.two-releases", part, Phase.MIGRATE.word());
            case MIGRATE -> Text.of("cli.part.two-releases", part, Phase.SWITCH.word());
            default -> Text.of("cli.part.alone", part);
        };
    }
}
