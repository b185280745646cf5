package bascule.work;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.LocalHost;
import bascule.plan.Action;
import bascule.plan.Expectation;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.probe.Probe;
import bascule.recipe.Phase;
import bascule.run.Memory;
import bascule.state.RunFolder;
import bascule.text.Text;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A real machine under a folder, steps for it, and a memory like the journal's. */
@NullMarked
final class Bench implements Memory {
    final Path folder;
    final Map<String, Map<String, String>> found = new HashMap<>();
    final Map<String, Map<String, String>> made = new HashMap<>();
    final Map<String, Supplier<Answer>> facts = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, World> world = new HashMap<>();

    Bench(Path folder) {
        this.folder = folder;
    }

    World world() {
        return world.computeIfAbsent(steps.size() + " " + facts.keySet(), _ -> newWorld());
    }

    /** As it is after a crash: nothing remembered but what the journal holds. */
    World newWorld() {
        var probes = new HashMap<String, Probe>();
        facts.keySet().forEach(name -> probes.put(name, new Probe.Known(Answer.word(name))));
        Facts.Looking looking =
                (probe, _) -> {
                    if (probe instanceof Probe.Known(Answer.Word(var name))) {
                        var answer = facts.get(name);
                        return answer == null ? new Answer.Absent() : answer.get();
                    }
                    return new Answer.Unknown("not asked here");
                };
        return new World(
                new LocalHost(folder.resolve("state"), Clock.systemUTC()),
                looking,
                plan(probes),
                new RunFolder("wiki", folder.toString(), folder.resolve("state/runs/1")),
                Map.of("announcement", "closed for an hour"));
    }

    private Plan plan(Map<String, Probe> probes) {
        return new Plan(
                "0.1.0",
                "wiki",
                "keycloak",
                "tarball",
                folder.resolve("current").toString(),
                Version.of("1"),
                Version.of("2"),
                "none",
                Plan.OnFailure.BACK,
                Map.of(),
                probes,
                List.of(
                        new Plan.Outage(
                                Version.of("1"),
                                steps,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of())),
                List.of(),
                Map.of(),
                Map.of());
    }

    Step step(String id, Action action, Expectation... expect) {
        return step(id, action, Duration.ofSeconds(20), expect);
    }

    Step step(String id, Action action, Duration limit, Expectation... expect) {
        var step =
                new Step(
                        id,
                        Phase.SWITCH,
                        Text.verbatim(id),
                        Optional.empty(),
                        action,
                        List.of(expect),
                        limit,
                        false,
                        "block",
                        new Undo.AsFound(),
                        List.of(),
                        false,
                        Optional.empty());
        steps.add(step);
        return step;
    }

    static Expectation expect(String fact, String claim) {
        return new Expectation(Condition.of(fact, claim), "2");
    }

    Action.Run run(String script) {
        return new Action.Run(sh(script), Map.of(), Optional.empty(), Optional.empty());
    }

    Command sh(String script) {
        return new Command(
                List.of(Template.of("sh"), Template.of("-c"), Template.of(script)),
                Optional.empty(),
                Template.of(folder.toString()),
                Map.of(),
                Optional.empty(),
                Duration.ofSeconds(20));
    }

    Template at(String path) {
        return Template.of(folder.resolve(path).toString());
    }

    /** Finds and applies, as the runner does with its journal. */
    Map<String, String> take(Step step) {
        begin(step);
        var result = world().apply(step, this, _ -> {});
        made.put(step.id(), result);
        return result;
    }

    void begin(Step step) {
        found.computeIfAbsent(step.id(), _ -> world().find(step, this));
    }

    void putBack(Step step) {
        take(step("back/" + step.id(), new Action.PutBack(step.id())));
    }

    @Override
    public Optional<Map<String, String>> found(String step) {
        return Optional.ofNullable(found.get(step));
    }

    @Override
    public Optional<Map<String, String>> made(String step) {
        return Optional.ofNullable(made.get(step));
    }
}
