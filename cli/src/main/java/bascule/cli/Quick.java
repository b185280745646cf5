package bascule.cli;

import bascule.cli.verbs.StatusVerb;
import bascule.cli.verbs.VersionVerb;

import java.util.List;
import java.util.Optional;

/**
 * The verbs that scripts call again and again, found without picocli, whose annotations take longer
 * to read than the answer.
 */
record Quick(Verb verb, Desk desk) {
    static Optional<Quick> of(List<String> args, Terminal terminal) {
        if (args.isEmpty()) {
            return Optional.empty();
        }
        return switch (args.getFirst()) {
            case "version", "--version" ->
                    args.size() == 1 || args.equals(List.of("version", "--json"))
                            ? Optional.of(new Quick(new VersionVerb(), desk(args, terminal)))
                            : Optional.empty();
            case "status" -> status(args.subList(1, args.size()), terminal);
            default -> Optional.empty();
        };
    }

    /** With {@code --json} and a name at most; what else there is, picocli understands. */
    private static Optional<Quick> status(List<String> args, Terminal terminal) {
        var names = args.stream().filter(word -> !word.equals("--json")).toList();
        if (names.size() > 1 || names.stream().anyMatch(word -> word.startsWith("-"))) {
            return Optional.empty();
        }
        var verb = names.isEmpty() ? new StatusVerb() : new StatusVerb(names.getFirst());
        return Optional.of(new Quick(verb, desk(args, terminal)));
    }

    private static Desk desk(List<String> args, Terminal terminal) {
        return Desk.of(terminal, Common.glean(args));
    }

    Exit run() {
        return verb.run(desk);
    }
}
