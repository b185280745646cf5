package bascule.cli.verbs;

import bascule.cli.Common;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Grammar;
import bascule.cli.Verb;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bascule completion bash|zsh}: a script that lets a shell complete what is typed. */
@Command(name = "completion")
public final class CompletionVerb implements Verb {
    /** The shells it speaks. */
    public enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", descriptionKey = "shell")
    private Shell shell = Shell.bash;

    @Override
    public Exit run(Desk desk) {
        var script = AutoComplete.bash("bascule", Grammar.whole(new Common(), desk.texts()));
        desk.print(
                switch (shell) {
                    case bash -> script;
                    case zsh ->
                            "#compdef bascule\nautoload -U +X bashcompinit && bashcompinit\n"
                                    + script;
                });
        return Exit.DONE;
    }
}
