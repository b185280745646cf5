package bascule.cli.verbs;

import bascule.cli.Chosen;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Resumed;
import bascule.cli.Verb;
import bascule.cli.views.Clocks;
import bascule.cli.views.PlanView;
import bascule.plan.Purpose;
import bascule.run.Wish;
import bascule.state.RunFolder;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code bascule rollback NAME}: back to the release that served before the last run. What visitors
 * wrote since then is lost: that is shown, and has to be wanted.
 */
@Command(name = "rollback")
public final class RollbackVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--lose-writes", descriptionKey = "lose-writes")
    private boolean loseWrites;

    @Override
    public Exit run(Desk desk) {
        var folder = desk.instance(name);
        var run = Chosen.upgrade(folder);
        var loses = loseWrites;
        if (!loses && serves(run)) {
            show(desk, run);
            if (!desk.asks(Text.of("cli.rollback.ask", name), Text.of("cli.rollback.lose", name))) {
                desk.print(desk.say("cli.nothing-changed"));
                return Exit.STOPPED;
            }
            loses = true;
        }
        var exit =
                new Resumed(desk, name, true, Purpose::takesBack)
                        .go(
                                "bascule rollback " + name,
                                List.of(new Wish.Back(desk.account(), loses)));
        // Back is what was wanted here.
        return exit == Exit.ROLLED_BACK ? Exit.DONE : exit;
    }

    /** Whether visitors write to the new release since a run of it ended. */
    private static boolean serves(RunFolder run) {
        return run.course()
                .ended()
                .filter(
                        end ->
                                end.outcome().equals("upgraded")
                                        || end.outcome().equals("not-settled"))
                .isPresent();
    }

    private void show(Desk desk, RunFolder run) {
        var plan = run.plan();
        if (!desk.json()) {
            PlanView.back(plan, desk.sentences()).forEach(desk::print);
        }
        var since = desk.instance(name).status().flatMap(status -> status.since());
        var ago = since.map(at -> Duration.between(at, Instant.now()));
        if (!desk.json()) {
            desk.print(
                    desk.paint()
                            .red(
                                    desk.say(
                                            "cli.rollback.loses",
                                            plan.to(),
                                            since.map(Clocks::day).orElse("?"),
                                            ago.map(Clocks::length).orElse("?"))));
        }
    }
}
