package bascule.plan;

import bascule.fact.Answer;
import bascule.instance.Instance;
import bascule.instance.Instances;
import bascule.instance.Row;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.instance.Survey.Layout;
import bascule.instance.Survey.StoreSeen;
import bascule.instance.Toolchain;
import bascule.recipe.Recipes;
import bascule.store.Choice;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A draft's recipe, an instance of it, and a survey that says whatever a test wants. */
@NullMarked
public final class Fabricated {
    /** Everything that a plan can say, whether it is done today or not. */
    static final Powers ALL =
            new Powers(
                    Set.of("files", "derived", "mariadb", "postgresql", "sqlite", "rabbitmq"),
                    Set.of("systemd", "process", "supervisor"),
                    Set.of("link", "replace", "extras"),
                    Set.of("archive", "maven", "git"),
                    Set.of("none", "private-address", "web-server"));

    private final Subject subject;
    private final String release;
    private final Map<String, Answer> facts = new LinkedHashMap<>();
    private final Map<String, Integer> taken = new java.util.TreeMap<>();
    private final Map<String, List<Row>> lists = new LinkedHashMap<>();
    private final List<Toolchain> toolchains = new ArrayList<>();
    private final Map<String, StoreSeen> stores = new LinkedHashMap<>();
    private Layout layout;
    private Options options = Options.plain("test").with(ALL);

    private Fabricated(Subject subject, String release) {
        this.subject = subject;
        this.release = release;
        var root = subject.instance().root().toString();
        this.layout = new Layout(Layout.Kind.FOLDER, root, Optional.empty(), root);
        facts.put("release", Answer.word(release));
    }

    public static Fabricated of(String instance, String release) {
        return of(Path.of("src/test/resources/drafts"), instance, release);
    }

    public static Fabricated of(Path recipes, String instance, String release) {
        var all = new Recipes(List.of(recipes));
        return of(
                all,
                new Instances(Path.of("src/test/resources/plan/instances"), all).read(instance),
                release);
    }

    public static Fabricated of(Recipes recipes, Instance instance, String release) {
        return new Fabricated(Subject.of(recipes.read(instance.recipe()), instance), release);
    }

    /** Which of its cases a fact was found by. */
    public Fabricated taken(String fact, int index) {
        taken.put(fact, index);
        return this;
    }

    /** Releases are linked to, and what stays is shared. */
    public Fabricated linked() {
        var root = Path.of(layout.root());
        layout =
                new Layout(
                        Layout.Kind.SHARED,
                        root.toString(),
                        Optional.of("releases/" + release),
                        root.resolveSibling("releases").resolve(release).toString());
        return this;
    }

    public Fabricated fact(String name, String value) {
        facts.put(name, Answer.word(value));
        return this;
    }

    public Fabricated fact(String name, Answer answer) {
        facts.put(name, answer);
        return this;
    }

    public Fabricated absent(String... names) {
        for (var name : names) {
            facts.put(name, new Answer.Absent());
        }
        return this;
    }

    public Fabricated row(String list, String key, Map<String, String> parts) {
        lists.computeIfAbsent(list, _ -> new ArrayList<>())
                .add(new Row(list, key, parts, Optional.empty()));
        return this;
    }

    /** A row of a list that was looked up over another. */
    public Fabricated within(String outer, String list, String key, Map<String, String> parts) {
        var over = lists.getOrDefault(outer, List.of()).getFirst();
        lists.computeIfAbsent(list, _ -> new ArrayList<>())
                .add(new Row(list, over.key() + "/" + key, parts, Optional.of(over)));
        return this;
    }

    /** How it was chosen that a store is backed up. */
    public Fabricated choice(String store, Choice choice) {
        stores.put(store, new StoreSeen(store, 1000, false, choice));
        return this;
    }

    public Fabricated jdk(String version, String home) {
        toolchains.add(new Toolchain("java", Version.of(version), home));
        return this;
    }

    public Fabricated toolchain(String kind, String version) {
        toolchains.add(new Toolchain(kind, Version.of(version), "/opt/" + kind + "-" + version));
        return this;
    }

    public Fabricated accepting(String... names) {
        options = options.accepting(Set.of(names));
        return this;
    }

    public Fabricated powers(Powers powers) {
        options = options.with(powers);
        return this;
    }

    public Subject subject() {
        return subject;
    }

    public Survey survey() {
        return new Survey(
                subject.name(),
                subject.recipe().name(),
                subject.instance().method(),
                layout,
                Version.of(release),
                facts,
                taken,
                lists,
                Map.of("user", "root", "owner", "app", "os", "linux", "arch", "amd64"),
                toolchains,
                stores,
                Map.of(),
                150_000_000L);
    }

    public Plan plan(String target) {
        return new Planner(subject, survey(), options).plan(target);
    }

    public Reading notes(String target) {
        return new Planner(subject, survey(), options).notes(target);
    }

    public Options options() {
        return options;
    }
}
