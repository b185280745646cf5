package bascule.cli;

import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import picocli.CommandLine.ParameterException;

import java.util.List;

/** The command: finds the verb, runs it, and ends with its exit code. */
public final class Bascule {
    private final Terminal terminal;

    Bascule(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        var terminal = Terminal.ofThisProcess();
        var exit = new Bascule(terminal).run(List.of(args));
        terminal.out().flush();
        System.exit(exit.code());
    }

    /** Never throws: what goes wrong is told as a problem. */
    Exit run(List<String> args) {
        try {
            var quick = Quick.of(args, terminal);
            return quick.isPresent() ? quick.get().run() : parsed(args);
        } catch (ParameterException mistake) {
            return told(args, Mistakes.problem(mistake));
        } catch (Refusal refusal) {
            return told(args, refusal.problem());
        } catch (Fault fault) {
            return told(args, problem(args, fault));
        } catch (RuntimeException | Error bug) {
            return told(args, Internal.problem(bug, terminal));
        }
    }

    private Exit parsed(List<String> args) {
        var common = new Common();
        var line = Grammar.of(args, common, Desk.of(terminal, Common.glean(args)).texts());
        var asked = line.parseArgs(args.toArray(String[]::new));
        while (asked.hasSubcommand()) {
            asked = asked.subcommand();
        }
        var command = asked.commandSpec().commandLine();
        if (common.help) {
            command.usage(terminal.out());
            return Exit.DONE;
        }
        if (command.getCommandSpec().userObject() instanceof Verb verb) {
            return verb.run(Desk.of(terminal, common));
        }
        command.usage(terminal.err());
        return Exit.USAGE;
    }

    private Exit told(List<String> args, Problem problem) {
        Desk.of(terminal, Common.glean(args)).show(problem);
        return Exit.of(problem);
    }

    /** A low layer's reason, where no verb knew more of what stands. */
    private static Problem problem(List<String> args, Fault fault) {
        var words = args.stream().filter(word -> !word.startsWith("-")).limit(2).toList();
        return new Problem(
                fault.code(),
                Text.of("cli.fault.what", "bascule " + String.join(" ", words)),
                fault.why(),
                Text.of("cli.nothing-changed"),
                Text.of("cli.fault.next", "docs/errors/" + fault.code() + ".md"));
    }
}
