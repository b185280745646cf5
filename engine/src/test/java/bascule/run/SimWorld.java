package bascule.run;

import bascule.host.Service;
import bascule.journal.Fuse;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A doer over a model of an application. Each action is a row of effects, and the process may die
 * before and after each of them; a command may live on when its runner dies.
 *
 * <p>It throws {@link AssertionError} at what a runner must never ask for.
 */
@NullMarked
final class SimWorld implements Doer {
    final SimState state = SimState.begin();
    final Map<Integer, SimState> before = new HashMap<>();

    private final Plan plan;
    private final Map<String, SimNature> natures;
    private final Fuse fuse;
    private final Witness witness;
    private final Map<String, List<String>> backups = new HashMap<>();
    private final Map<String, Integer> effects = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<String> quietened = new HashSet<>();
    private final Deque<Runnable> child = new ArrayDeque<>();
    private @Nullable String acting;
    private @Nullable String orphan;
    private boolean cut;

    /** Is told of each action before its first effect. */
    @FunctionalInterface
    interface Witness {
        /**
         * @param effects how many effects of earlier attempts stand in the world
         */
        void applies(Step step, int effects);
    }

    SimWorld(SimPlan.Made made, Fuse fuse, Witness witness) {
        this.plan = made.plan();
        this.natures = made.natures();
        this.fuse = fuse;
        this.witness = witness;
    }

    /** The runner is dead; a command that it ran may live on, unless the machine stopped. */
    void crashed(boolean machine) {
        orphan = machine || child.isEmpty() ? null : acting;
        if (orphan == null) {
            child.clear();
        }
        acting = null;
        cut = false;
        if (machine) {
            boot();
        }
    }

    /** The machine starts what nobody keeps it from starting, and nothing else. */
    private void boot() {
        state.running().clear();
        if (!state.barred().contains("web")) {
            state.running().add("web");
        }
    }

    /** How many effects of a step stand in the world, not taken back. */
    int effects(String step) {
        return effects.getOrDefault(step, 0);
    }

    private SimNature nature(Step step) {
        return natures.getOrDefault(step.id(), SimNature.PLAIN);
    }

    private void quiet(Step step, String verb) {
        if (orphan != null) {
            throw new AssertionError(
                    "%s '%s' while a command of '%s' is still at work"
                            .formatted(verb, step.id(), orphan));
        }
    }

    @Override
    public Map<String, String> find(Step step, Memory memory) {
        quiet(step, "find");
        remember(step);
        return switch (step.action()) {
            case Action.SetKeys set -> {
                var found = new HashMap<String, String>();
                set.keys().keySet().forEach(key -> found.put(key, setting(key)));
                yield found;
            }
            case Action.Link link -> Map.of("target", current(link.link().text()));
            default -> Map.of();
        };
    }

    private void remember(Step step) {
        for (var index = 0; index < plan.outages().size(); index++) {
            if (plan.outages().get(index).forward().anyMatch(step::equals)) {
                before.putIfAbsent(index, state.copy());
            }
        }
    }

    private String setting(String key) {
        return state.settings().getOrDefault(key, "");
    }

    private String current(String link) {
        return state.links().getOrDefault(link, "");
    }

    @Override
    public Seen look(Step step, Memory memory) {
        quiet(step, "look at");
        var nature = nature(step);
        if (nature.sight() == SimNature.Sight.BLIND) {
            return Seen.CANNOT_TELL;
        }
        var all = effectsOf(step, memory).size();
        var begun = effects(step.id());
        // Whether a service runs is asked of the machine, which may have booted.
        var told = begun == all && !(step.action() instanceof Action.Change);
        var done = all > 0 && (isSo(step, memory) || told);
        if (done) {
            forget(step);
            return Seen.DONE;
        }
        if (nature.sight() == SimNature.Sight.DIM) {
            return Seen.CANNOT_TELL;
        }
        return begun == 0 ? Seen.NOT_BEGUN : Seen.HALF;
    }

    /** Whether what the step wants can be seen to be so, whoever did it. */
    private boolean isSo(Step step, Memory memory) {
        return switch (step.action()) {
            case Action.SetKeys set ->
                    set.keys().entrySet().stream()
                            .allMatch(e -> setting(e.getKey()).equals(wanted(e.getValue())));
            case Action.Link(var link, var target) -> current(link.text()).equals(target.text());
            case Action.Change change ->
                    state.running().contains(change.service().name())
                            == (change.verb() != Service.Verb.STOP);
            case Action.PutBack(var other) -> isBack(other, memory);
            case Action.Bar(var service) -> state.barred().contains(service.name());
            case Action.Unbar(var service) -> !state.barred().contains(service.name());
            case Action.CloseDoor(var door, _) -> state.closed().contains(door.listener());
            case Action.OpenDoor(_, _) -> state.closed().isEmpty();
            case Action.Unpack unpack -> state.staged().contains(unpack.into().text());
            case Action.Discard(var path) ->
                    state.staged().stream().noneMatch(each -> each.startsWith(path.text()));
            default -> false;
        };
    }

    private static String wanted(java.util.Optional<Object> value) {
        return value.map(Object::toString).orElse("");
    }

    private boolean isBack(String other, Memory memory) {
        var found = memory.found(other).orElse(Map.of());
        return found.entrySet().stream()
                .allMatch(
                        e ->
                                e.getKey().equals("target")
                                        ? current("current").equals(e.getValue())
                                        : setting(e.getKey()).equals(e.getValue()));
    }

    @Override
    public void quieten(Step step, Memory memory) {
        if (nature(step).restless() && quietened.add(step.id())) {
            throw new Fault("BSC-400", Text.verbatim("something of it does not end"));
        }
        if (step.id().equals(orphan)) {
            var lives = nature(step).lives();
            orphan = null;
            while (lives && !child.isEmpty()) {
                fuse.tick();
                child.removeFirst().run();
                effects.merge(step.id(), 1, Integer::sum);
            }
            child.clear();
        }
    }

    @Override
    public void cutShort(Step step) {
        if (step.id().equals(acting)) {
            cut = true;
        }
    }

    @Override
    public Map<String, String> apply(Step step, Memory memory, Consumer<Progress> progress) {
        quiet(step, "apply");
        witness.applies(step, effects(step.id()));
        acting = step.id();
        var nature = nature(step);
        var row = effectsOf(step, memory);
        forget(step);
        effects.put(step.id(), 0);
        var failsNow =
                switch (nature.fails()) {
                    case NEVER -> false;
                    case ONCE -> failures.merge(step.id(), 1, Integer::sum) == 1;
                    case ALWAYS -> true;
                };
        child.clear();
        child.addAll(row);
        var keepsOn = step.action() instanceof Action.Run;
        for (var index = 0; index <= row.size(); index++) {
            progress.accept(new Progress(index, row.size(), java.util.Optional.empty()));
            if (cut || (failsNow && index == Math.min(nature.after(), row.size()))) {
                cut = false;
                child.clear();
                acting = null;
                throw new Fault("BSC-401", Text.verbatim("it ended with code 1"));
            }
            if (index < row.size()) {
                effect(step, keepsOn);
            }
        }
        acting = null;
        return Map.of("by", step.id());
    }

    private void effect(Step step, boolean keepsOn) {
        if (!keepsOn) {
            // What Bascule does itself dies with it.
            var own = child.removeFirst();
            var rest = List.copyOf(child);
            child.clear();
            fuse.tick();
            own.run();
            effects.merge(step.id(), 1, Integer::sum);
            fuse.tick();
            child.addAll(rest);
            return;
        }
        fuse.tick();
        child.removeFirst().run();
        effects.merge(step.id(), 1, Integer::sum);
        fuse.tick();
    }

    /** What a step takes back is as if it had not been done, and may be taken back once more. */
    private void forget(Step step) {
        effects.remove(bascule.journal.Course.TAKING_BACK + step.id());
        step.undoes().forEach(undone -> effects.put(undone, 0));
    }

    private List<Runnable> effectsOf(Step step, Memory memory) {
        var row = new ArrayList<Runnable>();
        switch (step.action()) {
            case Action.SetKeys set ->
                    set.keys().forEach((key, value) -> row.add(() -> set(key, wanted(value))));
            case Action.Link(var link, var target) ->
                    row.add(() -> state.links().put(link.text(), target.text()));
            case Action.Change(var verb, var service, _, _) -> row.add(() -> change(verb, service));
            case Action.PutBack(var other) ->
                    memory.found(other)
                            .orElseThrow(() -> new AssertionError(step.id() + " found nothing"))
                            .forEach((key, value) -> row.add(() -> putBack(key, value)));
            case Action.Unpack unpack -> {
                row.add(() -> state.staged().add(unpack.into().text() + "~"));
                row.add(() -> state.staged().add(unpack.into().text()));
            }
            case Action.Discard(var path) ->
                    row.add(() -> state.staged().removeIf(e -> e.startsWith(path.text())));
            case Action.Backup backup -> {
                row.add(() -> backups.put(backup.into().text(), List.of("torn")));
                row.add(() -> backups.put(backup.into().text(), List.copyOf(state.rows())));
            }
            case Action.Restore(_, var from, _) -> {
                row.add(() -> state.rows().clear());
                row.add(() -> state.rows().addAll(backup(from.text())));
            }
            case Action.Bar(var service) -> row.add(() -> state.barred().add(service.name()));
            case Action.Unbar(var service) -> row.add(() -> state.barred().remove(service.name()));
            case Action.CloseDoor(var door, _) -> {
                row.add(() -> state.closed().add(door.listener() + " written"));
                row.add(() -> state.closed().add(door.listener()));
            }
            case Action.OpenDoor(var door, _) -> {
                row.add(() -> state.closed().remove(door.listener() + " written"));
                row.add(() -> state.closed().remove(door.listener()));
            }
            case Action.Run run -> command(step, run, row);
            default -> {}
        }
        return row;
    }

    private List<String> backup(String from) {
        var kept = backups.getOrDefault(from, List.of());
        if (kept.isEmpty() || kept.equals(List.of("torn"))) {
            throw new AssertionError("restored from a backup that is not whole: " + from);
        }
        return kept;
    }

    private void set(String key, String value) {
        if (value.isEmpty()) {
            state.settings().remove(key);
        } else {
            state.settings().put(key, value);
        }
    }

    private void putBack(String key, String value) {
        if (key.equals("target")) {
            state.links().put("current", value);
        } else {
            set(key, value);
        }
    }

    private void change(Service.Verb verb, Service service) {
        if (verb == Service.Verb.STOP) {
            state.running().remove(service.name());
        } else {
            state.running().add(service.name());
        }
    }

    private void command(Step step, Action.Run run, List<Runnable> row) {
        var words = run.command().argv();
        var what = words.get(1).text();
        switch (words.get(0).text()) {
            case "migrate" -> {
                row.add(() -> row(step, what + " half"));
                row.add(() -> row(step, what));
            }
            case "tell" -> {
                row.add(() -> state.told().add(what + "~"));
                row.add(() -> state.told().add(what));
            }
            case "untell" -> {
                row.add(() -> state.told().remove(what));
                row.add(() -> state.told().remove(what + "~"));
            }
            case "build" -> row.add(() -> state.staged().add(what));
            default -> throw new AssertionError("no such command: " + words);
        }
    }

    private void row(Step step, String row) {
        if (!step.again() || !state.rows().contains(row)) {
            state.rows().add(row);
        }
    }
}
