package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Outset;
import bascule.cli.Verb;
import bascule.plan.Planner;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code bascule backup NAME}: every store copied, shown to restore, and kept; by default while
 * visitors are served. What is done with backups afterwards are verbs of its own.
 */
@Command(
        name = "backup",
        subcommands = {BackupListVerb.class, BackupVerifyVerb.class, BackupProveVerb.class})
public final class BackupVerb implements Verb {
    @Parameters(arity = "0..1", paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--closed")
    private boolean closed;

    @Override
    public Exit run(Desk desk) {
        if (name.isEmpty()) {
            throw new Refusal(
                    new Problem(
                            "BSC-502",
                            Text.of("cli.mistake.what", "bascule backup"),
                            Text.of("cli.mistake.missing", "NAME"),
                            Text.of("cli.nothing-changed"),
                            Text.of("cli.mistake.help", "bascule backup")));
        }
        var outset = Outset.of(desk, name, "bascule backup " + name);
        outset.refuseSecond();
        var survey = outset.workshop().survey(outset.subject());
        var plan = new Planner(outset.subject(), survey, outset.options()).backup(closed);
        UpgradeVerb.tell(desk, plan);
        return outset.begin(plan, () -> survey);
    }
}
