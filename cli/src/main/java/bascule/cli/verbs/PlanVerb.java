package bascule.cli.verbs;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Verb;
import bascule.cli.Wanted;
import bascule.cli.Workshop;
import bascule.cli.views.PlanView;
import bascule.json.Json;
import bascule.plan.PlanFile;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code bascule plan NAME}: the exact steps of an upgrade, and of its way back; nothing is done.
 */
@Command(name = "plan")
public final class PlanVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Mixin private Wanted wanted = new Wanted();

    @Option(names = "--back")
    private boolean back;

    @Option(names = "--out", paramLabel = "FILE")
    private Optional<Path> out = Optional.empty();

    @Override
    public Exit run(Desk desk) {
        var workshop = new Workshop(desk, name);
        var subject = wanted.subject(workshop.subject());
        var survey = workshop.survey(subject);
        var options = wanted.options(desk, subject, workshop.folder());
        var plan = wanted.plan(subject, survey, options);
        if (desk.json()) {
            desk.print(Json.line(plan));
        } else {
            var say = desk.sentences();
            (back ? PlanView.back(plan, say) : PlanView.forward(plan, say)).forEach(desk::print);
        }
        out.ifPresent(file -> write(file, PlanFile.of(plan)));
        return Exit.DONE;
    }

    private static void write(Path file, PlanFile plan) {
        try {
            Files.writeString(file, plan.write());
        } catch (IOException cannot) {
            throw new Refusal(
                    new Problem(
                            "BSC-509",
                            Text.of("cli.unwritable.what", file),
                            Text.verbatim(String.valueOf(cannot)),
                            Text.of("cli.nothing-changed"),
                            Text.of("cli.unwritable.next")));
        }
    }
}
