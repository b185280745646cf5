package bascule.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Service;
import bascule.plan.Action;
import bascule.plan.Expectation;
import bascule.plan.Step;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

@NullMarked
class CommandDeedsTest {
    @TempDir Path folder = Path.of("");
    private Bench bench = new Bench(Path.of(""));

    @BeforeEach
    void a_bench() {
        bench = new Bench(folder);
    }

    @Test
    void exit_0_alone_is_success_unless_other_codes_have_a_meaning() {
        assertThatThrownBy(() -> bench.take(bench.step("a", bench.run("echo why; exit 3"))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("BSC-408")
                .hasMessageContaining("why");
        var known =
                new Action.Run(
                        bench.sh("exit 3"),
                        Map.of("3", "stopped"),
                        Optional.empty(),
                        Optional.empty());
        assertThat(bench.take(bench.step("b", known))).containsEntry("word", "stopped");
    }

    @Test
    void a_line_can_make_exit_0_a_failure() {
        var run =
                new Action.Run(
                        bench.sh("echo 'SQLSTATE 42'; echo done"),
                        Map.of(),
                        Optional.of("SQLSTATE|Canceled"),
                        Optional.empty());
        assertThatThrownBy(() -> bench.take(bench.step("a", run)))
                .hasMessageContaining("SQLSTATE 42");
    }

    @Test
    void progress_is_counted_by_a_pattern() {
        var seen = new ArrayList<Long>();
        var run =
                new Action.Run(
                        bench.sh("echo 'patch 1'; echo noise; echo 'patch 2'"),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(
                                new Action.Progress(
                                        "patch (\\d+)", Optional.of(Template.of("${count}")))));
        bench.facts.put("count@", () -> Answer.word("2"));
        var step = bench.step("a", run);
        bench.begin(step);
        bench.world().apply(step, bench, (Progress each) -> seen.add(each.done() * 10 + each.of()));
        assertThat(seen).containsExactly(12L, 12L, 22L);
    }

    @Test
    void a_secret_is_asked_when_it_is_needed_and_kept_nowhere() {
        bench.facts.put(
                "db@", () -> new Answer.Fields(Map.of("password", "swordfish", "user", "wiki")));
        var command =
                new Command(
                        List.of(
                                Template.of("sh"),
                                Template.of("-c"),
                                Template.of("echo \"<$PW>\"")),
                        Optional.empty(),
                        Template.of(folder.toString()),
                        Map.of("PW", Template.of("${db.password@2}")),
                        Optional.empty(),
                        Duration.ofSeconds(5));
        var step =
                bench.step(
                        "a", new Action.Run(command, Map.of(), Optional.empty(), Optional.empty()));
        bench.take(step);
        assertThat(folder.resolve("state/runs/1/steps/a.log")).content().isEqualTo("<***>\n");
    }

    @Test
    void what_a_step_made_fills_a_later_one_and_an_empty_word_is_left_out() {
        var first = bench.step("announce/x.y", bench.run("exit 0"));
        bench.take(first);
        bench.made.put(first.id(), Map.of("id", "7"));
        bench.facts.put("absent@", Answer.Absent::new);
        var command =
                new Command(
                        List.of(
                                Template.of("printf"),
                                Template.of("[%s]"),
                                Template.of("${made.announce/x.y.id}"),
                                Template.of("${absent}"),
                                Template.of("${announcement}")),
                        Optional.empty(),
                        Template.of(folder.toString()),
                        Map.of(),
                        Optional.empty(),
                        Duration.ofSeconds(5));
        bench.take(
                bench.step(
                        "b",
                        new Action.Run(command, Map.of(), Optional.empty(), Optional.empty())));
        assertThat(folder.resolve("state/runs/1/steps/b.log"))
                .content()
                .isEqualTo("[7][closed for an hour]");
    }

    @Test
    void a_step_waits_until_what_it_expects_holds() {
        var asked = new AtomicReference<>(0);
        bench.facts.put(
                "schema@2",
                () -> Answer.word(asked.updateAndGet(times -> times + 1) > 3 ? "2" : "1"));
        var step = bench.step("a", bench.run("exit 0"), Bench.expect("schema", "2"));
        bench.take(step);
        assertThat(asked.get()).isEqualTo(4);
        var never =
                bench.step(
                        "b",
                        new Action.Look(),
                        Duration.ofMillis(200),
                        Bench.expect("schema", "3"));
        assertThatThrownBy(() -> bench.take(never))
                .hasMessageContaining("BSC-423")
                .hasMessageContaining("schema = 2");
    }

    @Test
    void what_answers_otherwise_when_nothing_is_at_work_any_more_is_not_waited_for() {
        var answers =
                new ArrayDeque<Answer>(
                        List.of(
                                new Answer.Unknown("it is starting"),
                                Answer.word("1"),
                                new Answer.Unknown("it is starting again"),
                                new Answer.Absent()));
        bench.facts.put("schema@2", () -> answers.isEmpty() ? Answer.word("1") : answers.remove());
        var expect = new Expectation(Condition.of("schema", "2"), "2", true);
        var step = bench.step("a", new Action.Look(), Duration.ofMinutes(1), expect);
        assertThatThrownBy(() -> bench.take(step))
                .hasMessageContaining("BSC-423")
                .hasMessageContaining("schema = 1")
                .hasMessageNotContaining(" 60 s");
        assertThat(answers).isEmpty();
    }

    @Test
    void what_does_not_answer_is_waited_for_even_then() {
        bench.facts.put("schema@2", () -> new Answer.Unknown("it is starting"));
        var expect = new Expectation(Condition.of("schema", "2"), "2", true);
        var step = bench.step("a", new Action.Look(), Duration.ofSeconds(4), expect);
        assertThatThrownBy(() -> bench.take(step))
                .hasMessageContaining("schema = ? (it is starting)");
    }

    @Test
    void a_command_that_never_began_is_not_begun_and_one_that_ended_is_done() {
        var step = bench.step("a", bench.run("exit 0"));
        var world = bench.newWorld();
        world.quieten(step, bench);
        assertThat(world.look(step, bench)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(step);
        world.quieten(step, bench);
        assertThat(world.look(step, bench)).isEqualTo(Seen.DONE);
    }

    @Test
    void a_command_that_was_cut_off_is_done_only_if_what_it_should_bring_is_there()
            throws Exception {
        bench.facts.put("schema@2", () -> Answer.word("1"));
        var step = bench.step("a", bench.run("exit 0"), Bench.expect("schema", "2"));
        Files.createDirectories(folder.resolve("state/runs/1/steps"));
        Files.writeString(folder.resolve("state/runs/1/steps/a.session"), "1");
        assertThat(bench.newWorld().look(step, bench)).isEqualTo(Seen.CANNOT_TELL);
        bench.facts.put("schema@2", () -> Answer.word("2"));
        assertThat(bench.newWorld().look(step, bench)).isEqualTo(Seen.DONE);
    }

    @Test
    void a_step_is_cut_short_with_its_command() throws Exception {
        var step =
                bench.step("a", bench.run("echo >begun; exec sleep 1000"), Duration.ofMinutes(5));
        var failure = new AtomicReference<String>("");
        var doing =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        bench.take(step);
                                    } catch (Fault cut) {
                                        failure.set(cut.code());
                                    }
                                });
        while (!Files.exists(folder.resolve("begun"))) {
            Thread.onSpinWait();
        }
        bench.world().cutShort(step);
        doing.join();
        assertThat(failure.get()).isEqualTo("BSC-404");
    }

    @Test
    void a_service_is_found_running_and_put_back_running() throws Exception {
        Files.createDirectories(folder.resolve("app"));
        var service = service("sleep 1000");
        var start = change("start", Service.Verb.START, service);
        bench.take(start);
        assertThat(bench.world().look(start, bench)).isEqualTo(Seen.DONE);
        var stop = change("stop", Service.Verb.STOP, service);
        assertThat(bench.world().look(stop, bench)).isEqualTo(Seen.NOT_BEGUN);
        bench.take(stop);
        assertThat(bench.found.get("stop")).containsEntry("standing", "RUNNING");
        bench.putBack(stop);
        assertThat(bench.world().look(start, bench)).isEqualTo(Seen.DONE);
        bench.take(change("end", Service.Verb.STOP, service));
    }

    @Test
    void waiting_ends_when_the_service_that_is_waited_for_has_ended() throws Exception {
        Files.createDirectories(folder.resolve("app"));
        bench.facts.put("health@2", () -> new Answer.Unknown("nobody answers"));
        var start =
                change(
                        "start",
                        Service.Verb.START,
                        service("while ! [ -e go ]; do sleep 0.01; done; echo port taken; exit 1"));
        var wait =
                bench.step(
                        "verify",
                        new Action.Look(),
                        Duration.ofMinutes(5),
                        Bench.expect("health", "up"));
        bench.take(start);
        Files.createFile(folder.resolve("go"));
        assertThatThrownBy(() -> bench.take(wait))
                .hasMessageContaining("BSC-424")
                .hasMessageContaining("port taken");
    }

    @Test
    void so_does_waiting_in_an_attempt_that_found_it_started() throws Exception {
        Files.createDirectories(folder.resolve("app"));
        bench.facts.put("health@2", () -> new Answer.Unknown("nobody answers"));
        var start =
                change(
                        "start",
                        Service.Verb.START,
                        service("while ! [ -e go ]; do sleep 0.01; done; exit 1"));
        var wait =
                bench.step(
                        "verify",
                        new Action.Look(),
                        Duration.ofMinutes(5),
                        Bench.expect("health", "up"));
        bench.take(start);
        var later = bench.newWorld();
        assertThat(later.look(start, bench)).isEqualTo(Seen.DONE);
        Files.createFile(folder.resolve("go"));
        assertThatThrownBy(() -> later.apply(wait, bench, _ -> {})).hasMessageContaining("BSC-424");
    }

    private Step change(String id, Service.Verb verb, Service service) {
        return bench.step(id, new Action.Change(verb, service, Map.of(), false));
    }

    private Service service(String script) {
        return new Service.Plain(
                "server", bench.sh(script), bench.at("server.pid"), bench.at("app"));
    }
}
