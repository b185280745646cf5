package bascule.json;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Service;
import bascule.plan.Action;
import bascule.plan.Expectation;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.probe.Probe;
import bascule.probe.Reading;
import bascule.recipe.Phase;
import bascule.store.Store;
import bascule.text.Text;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@NullMarked
class PlanJsonTest {

    @Test
    void a_plan_written_and_read_again_is_the_same_plan() {
        var command =
                new Command(
                        List.of(Template.of("bin/x"), Template.of("${secret}")),
                        Optional.of("owner"),
                        Template.of("/srv/x"),
                        Map.of("A", Template.of("b")),
                        Optional.empty(),
                        Duration.ofMinutes(10));
        var keys = new HashMap<String, Optional<Object>>();
        keys.put("gone", Optional.empty());
        keys.put("flag", Optional.of(true));
        var steps =
                List.of(
                        step(new Action.Run(command, Map.of(), Optional.of("x"), Optional.empty())),
                        step(new Action.SetKeys(List.of(Template.of("/f")), keys)),
                        step(
                                new Action.Change(
                                        Service.Verb.STOP,
                                        new Service.Plain(
                                                "server",
                                                command,
                                                Template.of("/pid"),
                                                Template.of("/srv/x")),
                                        Map.of(),
                                        false)),
                        step(
                                new Action.Backup(
                                        new Store.Files("data", List.of(Template.of("/d")), false),
                                        Template.of("${run.backups}/data"),
                                        "last")));
        var plan =
                new Plan(
                        "0.1.0",
                        "wiki",
                        "keycloak",
                        "tarball",
                        "/srv/x",
                        Version.of("1.0"),
                        Version.of("2.0"),
                        "none",
                        Plan.OnFailure.BACK,
                        Map.of("release", Answer.word("1.0")),
                        Map.of("release@1.0", new Probe.ByCommand(command, Reading.PLAIN, false)),
                        List.of(
                                new Plan.Outage(
                                        Version.of("1.0"),
                                        steps,
                                        List.of(),
                                        List.of(
                                                new Plan.Leg(
                                                        Version.of("1.0"),
                                                        Version.of("2.0"),
                                                        steps)),
                                        List.of(),
                                        List.of())),
                        List.of(),
                        Map.of("data", 5L),
                        Map.of());
        assertThat(Json.read(Json.pretty(plan), Plan.class)).isEqualTo(plan);
        assertThat(Json.line(plan)).doesNotContain("\n");
    }

    private static Step step(Action action) {
        return new Step(
                "x/" + action.getClass().getSimpleName(),
                Phase.SWITCH,
                Text.of("text.verbatim", "x"),
                Optional.empty(),
                action,
                List.of(new Expectation(Condition.of("release", ">=1.0"), "1.0")),
                Duration.ofSeconds(1),
                false,
                "block",
                new Undo.AsFound(),
                List.of(),
                false,
                Optional.empty());
    }
}
