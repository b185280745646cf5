package bascule.cli;

import bascule.cli.verbs.AdoptVerb;
import bascule.cli.verbs.BackupVerb;
import bascule.cli.verbs.CheckVerb;
import bascule.cli.verbs.CompletionVerb;
import bascule.cli.verbs.DemoVerb;
import bascule.cli.verbs.HelpVerb;
import bascule.cli.verbs.LogVerb;
import bascule.cli.verbs.NotesVerb;
import bascule.cli.verbs.PlanVerb;
import bascule.cli.verbs.RecipeVerb;
import bascule.cli.verbs.ReportVerb;
import bascule.cli.verbs.RestoreVerb;
import bascule.cli.verbs.ResumeVerb;
import bascule.cli.verbs.RollbackVerb;
import bascule.cli.verbs.RunsVerb;
import bascule.cli.verbs.StatusVerb;
import bascule.cli.verbs.UpgradeVerb;
import bascule.cli.verbs.VersionVerb;
import bascule.cli.verbs.WatchVerb;
import bascule.text.Texts;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The command line as picocli knows it. Only the verb that is asked for is built: reading the
 * annotations of all costs more than most verbs.
 */
public final class Grammar {
    private Grammar() {}

    /** In the order in which help shows them. */
    private static Map<String, Supplier<Object>> verbs() {
        var verbs = new LinkedHashMap<String, Supplier<Object>>();
        verbs.put("adopt", AdoptVerb::new);
        verbs.put("status", StatusVerb::new);
        verbs.put("plan", PlanVerb::new);
        verbs.put("notes", NotesVerb::new);
        verbs.put("check", CheckVerb::new);
        verbs.put("upgrade", UpgradeVerb::new);
        verbs.put("resume", ResumeVerb::new);
        verbs.put("rollback", RollbackVerb::new);
        verbs.put("backup", BackupVerb::new);
        verbs.put("restore", RestoreVerb::new);
        verbs.put("runs", RunsVerb::new);
        verbs.put("log", LogVerb::new);
        verbs.put("watch", WatchVerb::new);
        verbs.put("report", ReportVerb::new);
        verbs.put("demo", DemoVerb::new);
        verbs.put("recipe", RecipeVerb::new);
        verbs.put("completion", CompletionVerb::new);
        verbs.put("version", VersionVerb::new);
        verbs.put("help", HelpVerb::new);
        return verbs;
    }

    /** Enough of it to parse these words. */
    static CommandLine of(List<String> args, Common common, Texts texts) {
        var verbs = verbs();
        var asked = args.isEmpty() ? null : verbs.get(args.getFirst());
        return asked == null || args.getFirst().equals("help")
                ? whole(common, texts)
                : built(Map.of(args.getFirst(), asked), common, texts);
    }

    public static CommandLine whole(Common common, Texts texts) {
        return built(verbs(), common, texts);
    }

    private static CommandLine built(
            Map<String, Supplier<Object>> verbs, Common common, Texts texts) {
        var spec = CommandSpec.forAnnotatedObject(common).name("bascule");
        var line = new CommandLine(spec);
        verbs.forEach((name, verb) -> line.addSubcommand(name, verb.get()));
        line.setResourceBundle(new HelpWords(texts.language()));
        line.setUsageHelpAutoWidth(true);
        return line;
    }
}
