package bascule.cli.verbs;

import bascule.cli.Chosen;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Flat;
import bascule.cli.Verb;
import bascule.cli.views.Report;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code bascule report NAME}: a run in Markdown, to be kept or sent to somebody. */
@Command(name = "report")
public final class ReportVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Option(names = "--run", paramLabel = "ID", descriptionKey = "run")
    private Optional<String> id = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE")
    private Optional<Path> out = Optional.empty();

    @Override
    public Exit run(Desk desk) {
        var run = Chosen.run(desk.instance(name), id);
        var text = Report.of(run, run.plan()).markdown(desk.texts());
        if (out.isPresent()) {
            write(out.get(), text);
        } else if (desk.json()) {
            desk.print(Flat.json(Map.of("run", run.id(), "markdown", text)));
        } else {
            desk.terminal().out().print(text);
        }
        return Exit.DONE;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
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
