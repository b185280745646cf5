package bascule.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options that every verb has. */
public final class Common {
    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT)
    boolean json;

    @Option(names = "--home", paramLabel = "FOLDER", scope = CommandLine.ScopeType.INHERIT)
    Optional<Path> home = Optional.empty();

    @Option(names = "--lang", paramLabel = "en|fr", scope = CommandLine.ScopeType.INHERIT)
    Optional<String> lang = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT)
    boolean help;

    /** What a command line that cannot be parsed still tells of them. */
    static Common glean(List<String> args) {
        var common = new Common();
        common.json = args.contains("--json");
        for (var index = 0; index < args.size(); index++) {
            var word = args.get(index);
            if (word.startsWith("--lang=")) {
                common.lang = Optional.of(word.substring("--lang=".length()));
            } else if (word.equals("--lang") && index + 1 < args.size()) {
                common.lang = Optional.of(args.get(index + 1));
            }
        }
        return common;
    }
}
