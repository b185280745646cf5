package bascule.cli;

import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.instance.Instance;
import bascule.instance.Instances;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.instance.Surveyor;
import bascule.plan.Plan;
import bascule.probe.Looker;
import bascule.recipe.Recipes;
import bascule.run.Doer;
import bascule.state.InstanceFolder;
import bascule.state.RunFolder;
import bascule.work.World;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The parts of the engine, put together for one instance on this machine. */
public final class Workshop {
    private final Desk desk;
    private final InstanceFolder folder;
    private final Host host;
    private final Looker looker;

    public Workshop(Desk desk, String name) {
        this.desk = desk;
        this.folder = desk.places().instance(name);
        this.host = new LocalHost(folder.path(), Clock.systemUTC());
        this.looker = new Looker(host);
    }

    public static Recipes recipes(Desk desk) {
        return new Recipes(desk.recipeFolders());
    }

    public InstanceFolder folder() {
        return folder;
    }

    public Host host() {
        return host;
    }

    public Looker looker() {
        return looker;
    }

    /**
     * @throws bascule.problem.Refusal if there is no such instance, or a mistake in what was
     *     written of it
     */
    public Subject subject() {
        return subject(desk.places().instanceFiles());
    }

    /** From another folder than the one of this account. */
    public Subject subject(Path instanceFiles) {
        var recipes = recipes(desk);
        return subject(recipes, new Instances(instanceFiles, recipes).read(folder.name()));
    }

    private static Subject subject(Recipes recipes, Instance instance) {
        var recipe = recipes.read(instance.recipe());
        var body = Recipes.effective(recipe, instance.method(), Optional.of(instance.body()));
        return new Subject(recipe, body, instance);
    }

    public Survey survey(Subject subject) {
        return new Surveyor(host, looker, folder.path().resolve("backups")).survey(subject);
    }

    /** What does the steps of a run. */
    public Doer doer(Plan plan, RunFolder run) {
        var words = new Announcement(plan, Instant.now(), ZoneId.systemDefault());
        return new World(host, looker, plan, run, words.words(desk.texts()));
    }
}
