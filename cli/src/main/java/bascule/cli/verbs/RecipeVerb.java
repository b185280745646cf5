package bascule.cli.verbs;

import picocli.CommandLine.Command;

/** {@code bascule recipe}: for those who write recipes; its own verbs do the work. */
@Command(
        name = "recipe",
        subcommands = {RecipeCheckVerb.class, RecipeExplainVerb.class})
public final class RecipeVerb {}
