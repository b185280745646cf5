package bascule.cli;

import bascule.problem.Problem;
import bascule.recipe.Nearest;
import bascule.text.Text;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Collection;
import java.util.stream.Collectors;

/** What somebody mistyped, told with what they probably meant. */
final class Mistakes {
    private Mistakes() {}

    static Problem problem(ParameterException mistake) {
        return switch (mistake) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing ->
                    problem(
                            "BSC-502",
                            mistake.getCommandLine(),
                            Text.of("cli.mistake.missing", named(missing.getMissing())));
            default ->
                    mistake.getArgSpec() != null && mistake.getValue() != null
                            ? problem(
                                    "BSC-503",
                                    mistake.getCommandLine(),
                                    Text.of(
                                            "cli.mistake.value",
                                            mistake.getValue(),
                                            label(mistake.getArgSpec())))
                            : problem(
                                    "BSC-504",
                                    mistake.getCommandLine(),
                                    Text.verbatim(String.valueOf(mistake.getMessage())));
        };
    }

    private static Problem unmatched(UnmatchedArgumentException mistake) {
        var line = mistake.getCommandLine();
        var word = mistake.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            var name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            var known = line.getCommandSpec().optionsMap().keySet();
            return problem(
                    "BSC-501",
                    line,
                    Text.of("cli.mistake.option", name, line.getCommandSpec().qualifiedName()),
                    meant(line.getCommandSpec().qualifiedName(), name, known));
        }
        if (!line.getSubcommands().isEmpty()) {
            return problem(
                    "BSC-500",
                    line,
                    Text.of("cli.mistake.verb", word, line.getCommandSpec().qualifiedName()),
                    meant(
                            line.getCommandSpec().qualifiedName(),
                            word,
                            line.getSubcommands().keySet()));
        }
        return problem("BSC-504", line, Text.of("cli.mistake.surplus", word));
    }

    private static Text meant(String command, String word, Collection<String> known) {
        return Nearest.to(word, known)
                .map(near -> Text.of("cli.mistake.meant", command + " " + near))
                .orElseGet(() -> Text.of("cli.mistake.help", command));
    }

    private static Problem problem(String code, CommandLine line, Text why) {
        return problem(
                code,
                line,
                why,
                Text.of("cli.mistake.help", line.getCommandSpec().qualifiedName()));
    }

    private static Problem problem(String code, CommandLine line, Text why, Text next) {
        return new Problem(
                code,
                Text.of("cli.mistake.what", line.getCommandSpec().qualifiedName()),
                why,
                Text.of("cli.nothing-changed"),
                next);
    }

    private static String named(Collection<ArgSpec> missing) {
        return missing.stream().map(Mistakes::label).collect(Collectors.joining(", "));
    }

    private static String label(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }
}
