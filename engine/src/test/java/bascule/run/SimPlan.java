package bascule.run;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Service;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.recipe.Phase;
import bascule.store.Store;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A plan made from a seed, of the shape that the planner gives plans: every kind of undo, steps
 * that may be repeated and not, as found, warning only, one or two outages of one or two legs, and
 * how each step behaves.
 */
@NullMarked
final class SimPlan {
    private static final Service WEB =
            new Service.Plain("web", command("web", "web"), text("/pid"), text("/srv"));
    private static final Store DATA = new Store.Files("data", List.of(text("/data")), false);

    private final Random random;
    private final Map<String, SimNature> natures = new HashMap<>();
    private final List<Step> back = new ArrayList<>();

    private SimPlan(long seed) {
        this.random = new Random(seed);
    }

    record Made(Plan plan, Map<String, SimNature> natures) {}

    static Made of(long seed) {
        return new SimPlan(seed).make();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Made make() {
        var outages = new ArrayList<Plan.Outage>();
        var release = 1;
        for (var number = 1; number <= (chance(30) ? 2 : 1); number++) {
            var legs = chance(30) ? 2 : 1;
            outages.add(outage("o" + number + ":", release, legs));
            release += legs;
        }
        spoil(outages);
        var plan =
                new Plan(
                        "0.1.0",
                        "wiki",
                        "sim",
                        "sim",
                        "/srv/wiki",
                        outages.getFirst().from(),
                        outages.getLast().to(),
                        "none",
                        chance(35) ? Plan.OnFailure.PAUSE : Plan.OnFailure.BACK,
                        Map.of(),
                        Map.of(),
                        outages,
                        List.of(),
                        Map.of(),
                        Map.of());
        return new Made(plan, natures);
    }

    private Step add(List<Step> steps, SimStep maker) {
        var step = maker.make();
        // Whether a service runs can be seen, or it may be told once more.
        var blind = step.again() || !(step.action() instanceof Action.Change);
        var sight = List.of(SimNature.Sight.values()).get(blind ? random.nextInt(3) : 0);
        natures.put(
                step.id(), new SimNature(SimNature.Fails.NEVER, 0, sight, chance(50), chance(3)));
        steps.add(step);
        return step;
    }

    private static Template text(String text) {
        return Template.of(text);
    }

    private static Command command(String... words) {
        return new Command(
                Arrays.stream(words).map(Template::of).toList(),
                Optional.empty(),
                text("/"),
                Map.of(),
                Optional.empty(),
                Duration.ofMinutes(1));
    }

    private static Action run(String... words) {
        return new Action.Run(command(words), Map.of(), Optional.empty(), Optional.empty());
    }

    private static Action set(String... keysAndValues) {
        var keys = new HashMap<String, Optional<Object>>();
        for (var index = 0; index < keysAndValues.length; index += 2) {
            keys.put(keysAndValues[index], Optional.of(keysAndValues[index + 1]));
        }
        return new Action.SetKeys(List.of(text("/settings")), keys);
    }

    private static Action web(Service.Verb verb) {
        return new Action.Change(verb, WEB, Map.of(), verb == Service.Verb.STOP);
    }

    private Plan.Outage outage(String name, int from, int legs) {
        var before = new ArrayList<Step>();
        var closing = new ArrayList<Step>();
        var after = new ArrayList<Step>();
        var switched = new ArrayList<String>();
        var opening = new ArrayList<Step>();
        back.clear();
        stage(name, before);
        announce(name, before, opening);
        var stop = closing(name, closing, opening);
        var made = new ArrayList<Plan.Leg>();
        for (var leg = 0; leg < legs; leg++) {
            made.add(leg(name, from + leg, switched));
        }
        opening.reversed()
                .forEach(
                        step ->
                                add(
                                        after,
                                        SimStep.of(step.id(), Phase.OPEN, step.action())
                                                .again(true)
                                                .undoes(step.undoes())));
        settle(name, after);
        return new Plan.Outage(
                release(from), before, closing, made, after, wayBack(name, switched, stop));
    }

    private static Version release(int number) {
        return Version.of("v" + number);
    }

    private void stage(String name, List<Step> before) {
        if (!chance(60)) {
            return;
        }
        var folder = name + "stage";
        var unpack =
                SimStep.of(
                        name + "stage/unpack",
                        Phase.STAGE,
                        new Action.Unpack(text("/a"), text(folder), true));
        add(before, unpack.undo(new Undo.By(new Action.Discard(text(folder)))).again(chance(30)));
        var undoes = new ArrayList<>(List.of(before.getLast().id()));
        if (chance(40)) {
            var build =
                    SimStep.of(name + "stage/build", Phase.STAGE, run("build", folder + "/built"));
            undoes.add(add(before, build.warns(chance(30))).id());
        }
        add(
                back,
                SimStep.of(name + "back/discard", Phase.CLEAN, new Action.Discard(text(folder)))
                        .again(true)
                        .undoes(undoes));
    }

    private void announce(String name, List<Step> before, List<Step> opening) {
        for (var flag : List.of("flag-on", "flag-off")) {
            if (chance(40)) {
                var id = name + "announce/" + flag;
                var found = chance(70);
                add(
                        before,
                        SimStep.of(id, Phase.ANNOUNCE, set(flag, "on"))
                                .undo(new Undo.AsFound())
                                .asFound(found)
                                .again(chance(50)));
                add(
                        back,
                        SimStep.of(name + "back/" + flag, Phase.OPEN, new Action.PutBack(id))
                                .again(true)
                                .undoes(List.of(id)));
                opening.add(
                        SimStep.of(name + "open/" + flag, Phase.OPEN, new Action.PutBack(id))
                                .undoes(List.of(id))
                                .make());
            }
        }
        if (chance(35)) {
            var id = name + "announce/tell";
            var untell = run("untell", name);
            add(
                    before,
                    SimStep.of(id, Phase.ANNOUNCE, run("tell", name)).undo(new Undo.By(untell)));
            add(
                    back,
                    SimStep.of(name + "back/untell", Phase.OPEN, untell)
                            .again(chance(50))
                            .undoes(List.of(id)));
        }
        if (chance(30)) {
            add(before, SimStep.of(name + "announce/drain", Phase.ANNOUNCE, new Action.Look()));
        }
    }

    private String closing(String name, List<Step> closing, List<Step> opening) {
        var stop = name + "quiesce/stop";
        add(
                closing,
                SimStep.of(stop, Phase.QUIESCE, web(Service.Verb.STOP))
                        .undo(new Undo.By(web(Service.Verb.START)))
                        .asFound(chance(30))
                        .again(chance(70)));
        if (chance(60)) {
            var bar = name + "quiesce/bar";
            add(
                    closing,
                    SimStep.of(bar, Phase.QUIESCE, new Action.Bar(WEB))
                            .undo(new Undo.By(new Action.Unbar(WEB)))
                            .again(true));
            var unbar = new Action.Unbar(WEB);
            var back = SimStep.of(name + "back/unbar", Phase.OPEN, unbar).again(true);
            add(this.back, back.undoes(List.of(bar)));
            opening.add(
                    SimStep.of(name + "open/unbar", Phase.OPEN, unbar).undoes(List.of(bar)).make());
        }
        var backup = new Action.Backup(DATA, text(name + "backup"), "last");
        add(closing, SimStep.of(name + "backup/data", Phase.BACKUP, backup).again(chance(70)));
        return stop;
    }

    private Plan.Leg leg(String name, int from, List<String> switched) {
        var to = from + 1;
        var prefix = name + "v" + to + ":";
        var steps = new ArrayList<Step>();
        var link = new Action.Link(text("current"), text("v" + to));
        putBack(
                add(
                        steps,
                        SimStep.of(prefix + "switch/link", Phase.SWITCH, link)
                                .undo(new Undo.AsFound())
                                .again(chance(50))),
                name);
        if (chance(50)) {
            var keys = set("config", "v" + to, "new-" + to, "yes");
            putBack(
                    add(
                            steps,
                            SimStep.of(prefix + "switch/config", Phase.SWITCH, keys)
                                    .undo(new Undo.AsFound())
                                    .warns(chance(10))
                                    .asFound(chance(20))),
                    name);
        }
        var tenants = random.nextInt(3);
        for (var tenant = 1; tenant <= tenants; tenant++) {
            var id = prefix + "migrate/rows[t" + tenant + "]";
            var undo = chance(8) ? new Undo.Never("it writes elsewhere") : new Undo.Restores();
            var migrate = SimStep.of(id, Phase.MIGRATE, run("migrate", "v" + to + " t" + tenant));
            switched.add(add(steps, migrate.undo(undo).again(chance(30)).warns(chance(10))).id());
        }
        var start = SimStep.of(prefix + "start/web", Phase.START, web(Service.Verb.START));
        switched.add(
                add(steps, start.undo(new Undo.Restores()).again(chance(70)).asFound(chance(30)))
                        .id());
        add(steps, SimStep.of(prefix + "verify/release", Phase.VERIFY, new Action.Look()));
        return new Plan.Leg(release(from), release(to), steps);
    }

    private void putBack(Step step, String name) {
        var id = name + "back/" + step.id().substring(name.length());
        add(
                back,
                SimStep.of(id, Phase.SWITCH, new Action.PutBack(step.id()))
                        .again(true)
                        .undoes(List.of(step.id())));
    }

    private void settle(String name, List<Step> after) {
        if (chance(50)) {
            add(
                    after,
                    SimStep.of(name + "settle/backlog", Phase.SETTLE, new Action.Look())
                            .warns(chance(30)));
        }
        if (chance(30)) {
            add(
                    after,
                    SimStep.of(name + "settle/reindex", Phase.SETTLE, run("tell", "after " + name))
                            .warns(chance(30)));
        }
        if (chance(30)) {
            add(
                    after,
                    SimStep.of(name + "clean/note", Phase.CLEAN, run("tell", "after clean " + name))
                            .again(true));
        }
    }

    /** Stop, restore once, put back what was found, start, verify, settings, tidy. */
    private List<Step> wayBack(String name, List<String> switched, String stop) {
        var way = new ArrayList<Step>();
        add(
                way,
                SimStep.of(name + "back/stop", Phase.QUIESCE, web(Service.Verb.STOP))
                        .again(true)
                        .undoes(switched)
                        .asFound(chance(30)));
        var found = back.stream().filter(step -> step.phase() == Phase.SWITCH).toList();
        way.addAll(found.reversed());
        var restore = new Action.Restore(DATA, text(name + "backup"));
        add(
                way,
                SimStep.of(name + "back/restore", Phase.MIGRATE, restore)
                        .again(true)
                        .undoes(switched));
        add(
                way,
                SimStep.of(name + "back/start", Phase.START, web(Service.Verb.START))
                        .again(true)
                        .undoes(List.of(stop)));
        add(
                way,
                SimStep.of(name + "back/verify", Phase.VERIFY, new Action.Look())
                        .undoes(List.of(stop)));
        back.stream().filter(step -> step.phase() == Phase.OPEN).forEach(way::add);
        back.stream().filter(step -> step.phase() == Phase.CLEAN).forEach(way::add);
        return way;
    }

    /** Most plans have something that fails. */
    private void spoil(List<Plan.Outage> outages) {
        var forward = outages.stream().flatMap(Plan.Outage::forward).toList();
        var ways = outages.stream().flatMap(outage -> outage.back().stream()).toList();
        if (chance(60)) {
            spoil(forward.get(random.nextInt(forward.size())), chance(50));
        }
        if (chance(15)) {
            spoil(forward.get(random.nextInt(forward.size())), chance(50));
        }
        if (chance(25)) {
            spoil(ways.get(random.nextInt(ways.size())), chance(30));
        }
    }

    private void spoil(Step step, boolean always) {
        var how = always ? SimNature.Fails.ALWAYS : SimNature.Fails.ONCE;
        natures.computeIfPresent(step.id(), (_, nature) -> nature.failing(how, random.nextInt(3)));
    }
}
