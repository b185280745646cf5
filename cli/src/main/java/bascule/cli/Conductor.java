package bascule.cli;

import bascule.cli.views.JsonLines;
import bascule.cli.views.Lines;
import bascule.cli.views.Live;
import bascule.cli.views.Relay;
import bascule.cli.views.Report;
import bascule.cli.views.Screen;
import bascule.event.EventsFile;
import bascule.event.Watcher;
import bascule.journal.SteadyClock;
import bascule.plan.Plan;
import bascule.plan.Purpose;
import bascule.problem.Refusal;
import bascule.run.Doer;
import bascule.run.Gatekeeper;
import bascule.run.Outcome;
import bascule.run.Runner;
import bascule.run.Wish;
import bascule.state.InstanceFolder;
import bascule.state.Lock;
import bascule.state.RunFolder;
import bascule.state.Status;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Sets a run going, shows it, takes signals, and leaves its report and the instance's status. */
public record Conductor(Desk desk, InstanceFolder folder, Lock lock) {

    /**
     * @param attended whether somebody looks on
     */
    public record Orders(List<Wish> wishes, boolean attended, Doer doer, Gatekeeper door) {}

    public Outcome go(RunFolder run, Plan plan, Orders orders) {
        var clock = SteadyClock.now();
        var boot = new AtBoot(desk, folder.name());
        boot.begin();
        Outcome outcome;
        try (var journal = run.journal(lock, clock);
                var file = EventsFile.open(run.events());
                var relay = new Relay(screen(desk, plan))) {
            Watcher both =
                    event -> {
                        relay.see(event);
                        file.see(event);
                    };
            var memory = FaultPoint.around(journal, desk.terminal().env());
            var runner = new Runner(orders.doer(), memory, clock, both);
            orders.wishes().forEach(runner::wish);
            try (var _ = new Interrupts(runner, relay, desk.account())) {
                outcome =
                        runner.run(
                                plan, run.start(desk.account(), orders.attended(), orders.door()));
            }
        } catch (Refusal nothingDone) {
            if (run.finished()) {
                boot.end();
            }
            throw nothingDone;
        }
        boot.end();
        status(run, plan, outcome);
        report(run, plan, outcome);
        return outcome;
    }

    /** How events are shown here: drawn on a terminal, as lines in a pipe, as JSON to programs. */
    public static Screen screen(Desk desk, Plan plan) {
        var terminal = desk.terminal();
        if (desk.json()) {
            return new JsonLines(terminal.out());
        }
        return terminal.live()
                ? new Live(
                        terminal.out(),
                        desk.sentences().of(plan),
                        plan.expected(),
                        Width.of(terminal))
                : new Lines(terminal.out(), desk.sentences().of(plan));
    }

    /** How the run ended stands in its journal, whatever becomes of this. */
    private void status(RunFolder run, Plan plan, Outcome outcome) {
        try {
            folder.tell(Status.after(run, plan, folder.status(), outcome.word()));
        } catch (Refusal cannot) {
            desk.show(cannot.problem());
        } catch (RuntimeException cannot) {
            lost("cli.status.lost", folder.name(), cannot);
        }
    }

    /** A report that cannot be written must not change how the run ended. */
    private void report(RunFolder run, Plan plan, Outcome outcome) {
        try {
            var text = Report.of(run, plan, outcome.problem()).markdown(desk.texts());
            Files.writeString(run.report(), text);
        } catch (IOException | RuntimeException cannot) {
            lost("cli.report.lost", run.report(), cannot);
        }
    }

    private void lost(String key, Object what, Exception why) {
        desk.terminal().err().println(desk.say(key, what, String.valueOf(why)));
    }

    /** The last words, and how the command ends. */
    public Exit tell(RunFolder run, Purpose purpose, Outcome outcome) {
        if (desk.json()) {
            outcome.problem().ifPresent(desk::show);
            desk.print(
                    Flat.json(
                            Map.of(
                                    "run", run.id(),
                                    "outcome", purpose.told(outcome.word()),
                                    "serves", outcome.serving().word(),
                                    "report", run.report().toString())));
        } else {
            outcome.problem().ifPresent(desk::show);
            desk.print(desk.say("cli.report.where", run.report()));
        }
        return Exit.ofOutcome(outcome.word());
    }
}
