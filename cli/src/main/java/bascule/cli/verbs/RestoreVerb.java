package bascule.cli.verbs;

import bascule.cli.Damaged;
import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.cli.Outset;
import bascule.cli.Verb;
import bascule.cli.views.Clocks;
import bascule.cli.views.StockView;
import bascule.fact.Template;
import bascule.host.Forced;
import bascule.instance.Stores;
import bascule.instance.Survey;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Planner;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.BackupNote.Copy;
import bascule.state.InstanceFolder;
import bascule.state.Stock;
import bascule.state.Stored;
import bascule.store.Kept;
import bascule.store.Store;
import bascule.text.Text;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code bascule restore NAME [ID]}: the data as a backup has them, in place of what is there; that
 * is copied first, and put back if anything fails.
 */
@Command(name = "restore")
public final class RestoreVerb implements Verb {
    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", descriptionKey = "backup-id")
    private Optional<String> id = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            descriptionKey = "yes")
    private boolean yes;

    @Option(names = "--no-copy")
    private boolean noCopy;

    @Override
    public Exit run(Desk desk) {
        var folder = desk.instance(name);
        var stored = Damaged.refuse(desk, new Stock(folder).chosen(id));
        var outset = Outset.of(desk, name, "bascule restore " + name);
        outset.refuseSecond();
        var survey = outset.workshop().survey(outset.subject());
        refuseOtherRelease(folder, stored, survey);
        var plan =
                new Planner(outset.subject(), survey, outset.options())
                        .restore(stored.source(), !noCopy);
        refuseOtherStores(stored, plan);
        UpgradeVerb.tell(desk, plan);
        if (!yes && !desk.asks(question(stored), instead(stored))) {
            desk.print(desk.say("cli.nothing-changed"));
            return Exit.STOPPED;
        }
        return outset.begin(plan, () -> yes ? survey : outset.workshop().survey(outset.subject()));
    }

    /** Names what is replaced, and since when writes are lost. */
    private Text question(Stored stored) {
        var at = stored.part().at().orElseThrow();
        return Text.of(
                noCopy ? "cli.restore.ask-no-copy" : "cli.restore.ask",
                name,
                StockView.stores(stored),
                Clocks.day(at),
                Clocks.length(Duration.between(at, Instant.now())));
    }

    private Text instead(Stored stored) {
        return Text.of(noCopy ? "cli.restore.yes-no-copy" : "cli.restore.yes", name, stored.id());
    }

    /** Data of one release under the code of another: no application promises to read that. */
    private void refuseOtherRelease(InstanceFolder folder, Stored stored, Survey survey) {
        var release = stored.part().release();
        if (release.equals(survey.release())) {
            return;
        }
        var upgraded =
                folder.last(Purpose::takesBack)
                        .filter(run -> run.id().equals(stored.note().run()))
                        .isPresent();
        throw new Refusal(
                new Problem(
                        "BSC-318",
                        Text.of("cli.restore.what", stored.id(), name),
                        Text.of("cli.restore.release", release, survey.release()),
                        Text.of("cli.nothing-changed"),
                        upgraded
                                ? Text.of("cli.restore.rollback", name, release)
                                : Text.of("cli.restore.first", release)));
    }

    /** The backup's stores must be those that the instance has now, where it has them now. */
    private void refuseOtherStores(Stored stored, Plan plan) {
        var now = new LinkedHashMap<String, Store>();
        plan.steps()
                .forEach(
                        step -> {
                            if (step.action() instanceof Action.Restore(var store, _, _)) {
                                now.put(store.name(), store);
                            }
                        });
        for (var copy : stored.part().copies()) {
            refuseOther(stored, copy, now);
        }
    }

    /** Files are put back where they were taken from, whatever a link says now. */
    private static List<String> roots(Store store) {
        return store instanceof Store.Files files
                        && files.paths().stream().allMatch(Template::closed)
                ? files.paths().stream()
                        .map(path -> Forced.real(Path.of(path.text())).toString())
                        .toList()
                : List.of();
    }

    private static String identity(Store store, List<String> roots) {
        return roots.isEmpty() ? Stores.identity(store) : "files " + String.join(" ", roots);
    }

    private void refuseOther(Stored stored, Copy copy, Map<String, Store> now) {
        var store = Optional.ofNullable(now.get(copy.store().name()));
        var then = identity(copy.store(), new Kept(stored.of(copy)).roots());
        var there = store.map(each -> identity(each, roots(each)));
        if (!there.equals(Optional.of(then))) {
            throw new Refusal(
                    new Problem(
                            "BSC-321",
                            Text.of("cli.restore.what", stored.id(), name),
                            Text.of(
                                    "cli.restore.store",
                                    copy.store().name(),
                                    then,
                                    there.orElse("-")),
                            Text.of("cli.nothing-changed"),
                            Text.of("cli.restore.by-hand", stored.of(copy))));
        }
    }
}
