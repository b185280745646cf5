package bascule.run;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Door;
import bascule.host.HttpRequest;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.recipe.Phase;

import org.jspecify.annotations.NullMarked;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A web server's door: closed before all else and opened after all else, on both ways. */
@NullMarked
final class SimDoor {
    private static final Door DOOR =
            new Door(
                    "nginx",
                    Template.of("/door"),
                    "127.0.0.1:8099",
                    new HttpRequest(
                            "GET",
                            Template.of("http://127.0.0.1/"),
                            Map.of(),
                            Map.of(),
                            Optional.empty(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of()),
                    command("nginx", "-t"),
                    command("nginx", "-s", "reload"));
    private static final Action CLOSE = new Action.CloseDoor(DOOR, "wiki");
    private static final Action OPEN = new Action.OpenDoor(DOOR, "wiki");

    private final String name;
    private final Random random;
    private final Map<String, SimNature> natures;

    private SimDoor(String name, Random random, Map<String, SimNature> natures) {
        this.name = name;
        this.random = random;
        this.natures = natures;
    }

    private static Command command(String... words) {
        return new Command(
                Arrays.stream(words).map(Template::of).toList(),
                Optional.empty(),
                Template.of("/"),
                Map.of(),
                Optional.empty(),
                Duration.ofMinutes(1));
    }

    /** The same plan behind a door: nothing else of it changes, nor how its steps behave. */
    static SimPlan.Made around(SimPlan.Made made, long seed) {
        var random = new Random(seed * 31);
        var natures = new HashMap<>(made.natures());
        var outages = new ArrayList<Plan.Outage>();
        for (var outage : made.plan().outages()) {
            var name = "o%d:".formatted(outages.size() + 1);
            var door = new SimDoor(name, random, natures);
            outages.add(door.around(outage));
        }
        var plan = made.plan();
        return new SimPlan.Made(
                new Plan(
                        plan.madeBy(),
                        plan.instance(),
                        plan.recipe(),
                        plan.method(),
                        plan.root(),
                        plan.from(),
                        plan.to(),
                        "web-server",
                        plan.onFailure(),
                        plan.facts(),
                        plan.probes(),
                        outages,
                        plan.notices(),
                        plan.sizes(),
                        plan.expected()),
                natures);
    }

    private Plan.Outage around(Plan.Outage outage) {
        var closing = new ArrayList<>(outage.closing());
        closing.addFirst(
                behaving(step("quiesce/door", Phase.QUIESCE, CLOSE).undo(new Undo.By(OPEN))));
        var after = new ArrayList<>(outage.after());
        var open = step("open/door", Phase.OPEN, OPEN).undoes(List.of(name + "quiesce/door"));
        after.add(opening(after), behaving(open));
        var back = new ArrayList<>(outage.back());
        var close = step("back/close-door", Phase.QUIESCE, CLOSE);
        back.addFirst(behaving(close.undoes(List.of(name + "open/door"))));
        var again = step("back/door", Phase.OPEN, OPEN).undoes(List.of(name + "quiesce/door"));
        var tidies =
                (int) back.stream().filter(step -> step.phase().compareTo(Phase.OPEN) > 0).count();
        back.add(back.size() - tidies, behaving(again));
        return new Plan.Outage(outage.from(), outage.before(), closing, outage.legs(), after, back);
    }

    /** After everything else that opens, before anything settles. */
    private static int opening(List<Step> after) {
        return (int) after.stream().filter(step -> step.phase() == Phase.OPEN).count();
    }

    private SimStep step(String id, Phase phase, Action action) {
        return SimStep.of(name + id, phase, action).again(true);
    }

    private Step behaving(SimStep maker) {
        var step = maker.make();
        var fails =
                random.nextInt(100) < 15
                        ? random.nextBoolean() ? SimNature.Fails.ONCE : SimNature.Fails.ALWAYS
                        : SimNature.Fails.NEVER;
        var sight = List.of(SimNature.Sight.values()).get(random.nextInt(3));
        natures.put(
                step.id(),
                new SimNature(fails, random.nextInt(3), sight, random.nextBoolean(), false));
        return step;
    }
}
