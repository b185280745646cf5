package bascule.cli;

import bascule.fact.Template;
import bascule.plan.Acknowledged;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.problem.Fault;
import bascule.recipe.Phase;
import bascule.run.Doer;
import bascule.run.Gatekeeper;
import bascule.run.Memory;
import bascule.run.Outcome;
import bascule.run.Wish;
import bascule.state.Home;
import bascule.text.Text;
import bascule.version.Version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs of a small plan over an instance {@code wiki} that exists only on paper. */
record SmallRuns(Path home) {
    static final List<String> FORWARD =
            List.of("stage/fetch", "quiesce/stop", "switch/link", "verify/release", "open/start");

    Map<String, String> env() {
        return Map.of("BASCULE_HOME", home.toString());
    }

    Typed type(String... words) {
        return Typed.in(env(), words);
    }

    /** Adopts it on paper. */
    SmallRuns adopted() {
        try {
            Files.createDirectories(places().instanceFiles());
            Files.writeString(places().instanceFiles().resolve("wiki.yaml"), "instance: wiki\n");
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        return this;
    }

    private Home places() {
        return Home.find(env(), "somebody");
    }

    /** A new run in which this step fails; none if it is empty. */
    Outcome run(Plan.OnFailure onFailure, String failing) {
        return run(onFailure, failing, _ -> {});
    }

    Outcome run(Plan.OnFailure onFailure, String failing, Consumer<Step> before) {
        var terminal = Typed.silent(env());
        var desk = Desk.of(terminal, Common.glean(List.of()));
        var folder = places().instance("wiki");
        var plan = plan(onFailure);
        try (var lock = folder.lock("a test")) {
            var run = folder.begin(lock, plan, Clock.systemUTC());
            return new Conductor(desk, folder, lock)
                    .go(
                            run,
                            plan,
                            new Conductor.Orders(
                                    List.<Wish>of(),
                                    true,
                                    new Fails(failing, before),
                                    Gatekeeper.NOBODY));
        }
    }

    static Plan plan(Plan.OnFailure onFailure) {
        var one = Version.of("1.0");
        var two = Version.of("2.0");
        var legs = List.of(step("switch/link", Phase.SWITCH), step("verify/release", Phase.VERIFY));
        var outage =
                new Plan.Outage(
                        one,
                        List.of(step("stage/fetch", Phase.STAGE)),
                        List.of(step("quiesce/stop", Phase.QUIESCE)),
                        List.of(new Plan.Leg(one, two, legs)),
                        List.of(step("open/start", Phase.OPEN)),
                        List.of(step("back/link", Phase.SWITCH), step("back/start", Phase.OPEN)));
        return new Plan(
                "0.1.0",
                "wiki",
                "mediawiki",
                "tarball",
                "/srv/wiki/current",
                one,
                two,
                "none",
                onFailure,
                Map.of(),
                Map.of(),
                List.of(outage),
                List.of(note(two)),
                Map.of(),
                Map.of("switch/link", Duration.ofSeconds(1)));
    }

    private static Plan.Notice note(Version release) {
        return new Plan.Notice(
                release,
                "mail",
                "acknowledged",
                Optional.of("Tell your users."),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        new Acknowledged(
                                "root",
                                Optional.of("alice"),
                                Optional.of(Instant.parse("2026-11-21T20:00:00Z")))));
    }

    private static Step step(String id, Phase phase) {
        return new Step(
                id,
                phase,
                Text.verbatim("do " + id),
                Optional.empty(),
                new Action.Link(Template.of("/srv/wiki/current"), Template.of("/srv/wiki/2")),
                List.of(),
                Duration.ofSeconds(5),
                false,
                "block",
                new Undo.AsFound(),
                List.of(),
                false,
                Optional.empty());
    }

    /** Does nothing, and fails at one step. */
    private record Fails(String failing, Consumer<Step> before) implements Doer {
        @Override
        public Map<String, String> find(Step step, Memory memory) {
            return Map.of();
        }

        @Override
        public Seen look(Step step, Memory memory) {
            return Seen.NOT_BEGUN;
        }

        @Override
        public void quieten(Step step, Memory memory) {}

        @Override
        public Map<String, String> apply(Step step, Memory memory, Consumer<Progress> progress) {
            before.accept(step);
            if (step.id().equals(failing)) {
                throw new Fault("BSC-400", Text.verbatim("it would not"));
            }
            return Map.of();
        }
    }
}
