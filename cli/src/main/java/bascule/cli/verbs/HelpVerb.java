package bascule.cli.verbs;

import bascule.cli.Common;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Grammar;
import bascule.cli.Verb;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Nearest;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** {@code bascule help [VERB…]}: what can be typed. */
@Command(name = "help")
public final class HelpVerb implements Verb {
    @Parameters(arity = "0..*", paramLabel = "VERB", descriptionKey = "verb")
    private List<String> path = new ArrayList<>();

    @Override
    public Exit run(Desk desk) {
        var line = Grammar.whole(new Common(), desk.texts());
        for (var word : path) {
            var next = line.getSubcommands().get(word);
            if (next == null) {
                throw unknown(word, line.getSubcommands().keySet());
            }
            line = next;
        }
        line.usage(desk.terminal().out());
        return Exit.DONE;
    }

    private static Refusal unknown(String word, java.util.Collection<String> known) {
        return new Refusal(
                new Problem(
                        "BSC-500",
                        Text.of("cli.mistake.what", "bascule help"),
                        Text.of("cli.mistake.verb", word, "bascule"),
                        Text.of("cli.nothing-changed"),
                        Nearest.to(word, known)
                                .map(near -> Text.of("cli.mistake.meant", "bascule help " + near))
                                .orElseGet(() -> Text.of("cli.mistake.help", "bascule"))));
    }
}
