package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Resumed;
import bascule.cli.Verb;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.run.Wish;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;

/** {@code bascule resume NAME}: goes on with a run that a crash or a pause left. */
@Command(name = "resume")
public final class ResumeVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--retry")
    private boolean retry;

    @Option(names = "--skip", paramLabel = "STEP")
    private Optional<String> skip = Optional.empty();

    @Option(
            names = {"--reason", "--because"},
            paramLabel = "TEXT")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--back")
    private boolean back;

    @Option(names = "--lose-writes", descriptionKey = "lose-writes")
    private boolean loseWrites;

    @Option(names = "--unattended")
    private boolean unattended;

    @Override
    public Exit run(Desk desk) {
        var chosen = (retry ? 1 : 0) + (back ? 1 : 0) + (skip.isPresent() ? 1 : 0);
        if (chosen > 1) {
            throw refusal("BSC-504", Text.of("cli.resume.one"));
        }
        if (skip.isPresent() && reason.filter(text -> !text.isBlank()).isEmpty()) {
            throw refusal("BSC-502", Text.of("cli.mistake.missing", "--reason"));
        }
        var resumed = new Resumed(desk, name, !unattended, Purpose::changes);
        return resumed.go("bascule resume " + name, wishes(desk));
    }

    private List<Wish> wishes(Desk desk) {
        var who = desk.account();
        if (retry) {
            return List.of(new Wish.Retry(who));
        }
        if (back) {
            return List.of(new Wish.Back(who, loseWrites));
        }
        return skip.<List<Wish>>map(step -> List.of(new Wish.Skip(step, who, reason.orElse(""))))
                .orElseGet(List::of);
    }

    private Refusal refusal(String code, Text why) {
        return new Refusal(
                new Problem(
                        code,
                        Text.of("cli.mistake.what", "bascule resume"),
                        why,
                        Text.of("cli.nothing-changed"),
                        Text.of("cli.mistake.help", "bascule resume")));
    }
}
