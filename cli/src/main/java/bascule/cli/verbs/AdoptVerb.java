package bascule.cli.verbs;

import bascule.cli.Adoption;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Verb;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code bascule adopt NAME}: makes an installation known, and writes its file for people. */
@Command(name = "adopt")
public final class AdoptVerb implements Verb {
    @Parameters(paramLabel = "NAME", descriptionKey = "new-name")
    private String name = "";

    @Option(names = "--recipe", paramLabel = "RECIPE", required = true)
    private String recipe = "";

    @Option(names = "--method", paramLabel = "METHOD")
    private Optional<String> method = Optional.empty();

    @Option(names = "--root", paramLabel = "FOLDER")
    private Optional<Path> root = Optional.empty();

    @Option(names = "--answer", paramLabel = "FACT=VALUE")
    private Map<String, String> answers = new LinkedHashMap<>();

    @Option(names = "--notify", paramLabel = "WHOM")
    private List<String> told = new ArrayList<>();

    @Override
    public Exit run(Desk desk) {
        refuseWord();
        var asked = new Adoption.Asked(name, recipe, method, root, answers, told);
        return new Adoption(desk, asked).go();
    }

    /** {@code bascule backup NAME} would be taken for one of the verbs below it. */
    private void refuseWord() {
        if (new CommandLine(new BackupVerb()).getSubcommands().containsKey(name)) {
            throw new Refusal(
                    new Problem(
                            "BSC-467",
                            Text.of("recipe.write-instance", name),
                            Text.of("cli.adopt.word", name),
                            Text.of("recipe.nothing-changed"),
                            Text.of("recipe.other-name-please")));
        }
    }
}
