package bascule.cli.verbs;

import bascule.cli.Chosen;
import bascule.cli.Conductor;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Verb;
import bascule.cli.views.EventReader;
import bascule.cli.views.Screen;
import bascule.event.Event;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.InstanceFolder;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code bascule watch NAME}: shows a run that another process does, and ends when it ends, with
 * its exit code.
 */
@Command(name = "watch")
public final class WatchVerb implements Verb {
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--run", paramLabel = "ID", descriptionKey = "run")
    private Optional<String> id = Optional.empty();

    @Override
    public Exit run(Desk desk) {
        var folder = desk.instance(name);
        var run = Chosen.run(folder, id);
        var reader = new EventReader(run.events());
        try (var screen = Conductor.screen(desk, run.plan())) {
            var last = shown(screen, fromLastAttempt(reader.next()), Optional.empty());
            while (isBusy(folder)) {
                Thread.sleep(PAUSE);
                screen.tick();
                last = shown(screen, reader.next(), last);
            }
            // What was written between the last look and the end of its process.
            return shown(screen, reader.next(), last).orElseThrow(() -> left(run.id()));
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            return Exit.STOPPED;
        }
    }

    /** Shows them; how the run ended, if the last of them says so. */
    private static Optional<Exit> shown(Screen screen, List<Event> events, Optional<Exit> before) {
        var exit = before;
        for (var event : events) {
            screen.see(event);
            exit =
                    event instanceof Event.RunEnded(_, var outcome, _, _)
                            ? Optional.of(Exit.ofOutcome(outcome))
                            : Optional.empty();
        }
        return exit;
    }

    /** A run that was resumed again and again is shown from where it was last set going. */
    private static List<Event> fromLastAttempt(List<Event> events) {
        var from = 0;
        for (var index = 0; index < events.size(); index++) {
            if (events.get(index) instanceof Event.RunBegan
                    || events.get(index) instanceof Event.Resumed) {
                from = index;
            }
        }
        return events.subList(from, events.size());
    }

    private static boolean isBusy(InstanceFolder folder) {
        return folder.lockOwner()
                .filter(owner -> ProcessHandle.of(owner.pid()).isPresent())
                .isPresent();
    }

    private Refusal left(String run) {
        return new Refusal(
                new Problem(
                        "BSC-510",
                        Text.of("cli.left.what", run),
                        Text.of("cli.left.why"),
                        Text.of("cli.left.now"),
                        Text.of("cli.left.next", name)));
    }
}
