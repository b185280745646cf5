package bascule.instance;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.probe.Looker;
import bascule.probe.Probe;
import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.store.Choice;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Text;
import bascule.text.Texts;
import bascule.version.Version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at an instance as it stands: every fact once, in the order in which they want each other.
 */
public final class Surveyor {

    /** Asks one probe; never throws. */
    public interface Eyes {
        Answer look(Probe probe, Host.Filler filler);
    }

    /** Chooses how a store of an application, which is at a root, is backed up. */
    public interface Choosing {
        Choice choose(Store store, Host.Filler filler, Path root);
    }

    private final Host host;
    private final Eyes eyes;
    private final List<Toolchain> toolchains;
    private final Map<String, String> environment;
    private final Choosing choosing;

    /**
     * @param backups the folder where copies would be
     */
    public Surveyor(Host host, Looker looker, Path backups) {
        this(
                host,
                looker::look,
                Jdks.find(System.getenv(), Path.of(System.getProperty("java.home"))),
                System.getenv(),
                (store, filler, root) ->
                        Choice.of(store, host, filler, new Choice.Place(root, backups)));
    }

    /**
     * @param environment where secrets may stand, {@code BASCULE_SECRET_NAME}
     */
    public Surveyor(
            Host host,
            Eyes eyes,
            List<Toolchain> toolchains,
            Map<String, String> environment,
            Choosing choosing) {
        this.choosing = choosing;
        this.host = host;
        this.eyes = eyes;
        this.toolchains = List.copyOf(toolchains);
        this.environment = Map.copyOf(environment);
    }

    /**
     * @throws Refusal if the root is not there, the release cannot be told, or facts go in a circle
     */
    public Survey survey(Subject subject) {
        var root = subject.instance().root();
        if (!Files.isDirectory(root)) {
            throw refusal(subject, "BSC-250", Text.of("survey.no-root", root));
        }
        try {
            return survey(subject, layout(subject));
        } catch (Fault fault) {
            throw refusal(subject, fault.code(), fault.why());
        }
    }

    private Survey survey(Subject subject, Survey.Layout layout) {
        var machine = machine(subject);
        var standing = new boolean[] {false, false};
        var scopes = new Scope[1];
        var asking =
                new Asking(
                        eyes,
                        machine,
                        environment,
                        layout.kind() == Survey.Layout.Kind.SHARED
                                ? Optional.of(Layouts.shared(layout))
                                : Optional.empty());
        asking.serving(
                () -> {
                    if (!standing[0]) {
                        standing[0] = true;
                        standing[1] = running(scopes[0], asking);
                    }
                    return standing[1];
                });
        var release = release(subject, asking);
        var first = Scope.of(subject, era(subject, release, Map.of()), asking);
        asking.read(first);
        var chosen =
                Toolchains.choose(
                        subject,
                        release,
                        new Toolchains.Choice(toolchains, Map.of()),
                        rule -> first.holds(rule.when()));
        var scope = Scope.of(subject, era(subject, release, chosen), asking);
        scopes[0] = scope;
        asking.read(scope);
        asking.everything();
        var answers = new HashMap<>(asking.answers());
        answers.putAll(components(scope, machine));
        return new Survey(
                subject.name(),
                subject.recipe().name(),
                subject.instance().method(),
                layout,
                release,
                answers,
                asking.allTaken(),
                asking.allLists(),
                machine,
                toolchains,
                stores(scope, asking),
                services(scope),
                code(subject, layout));
    }

    /** The releases of what it stands on, each asked as its own recipe says. */
    private Map<String, Answer> components(Scope scope, Map<String, String> machine) {
        var releases = new HashMap<String, Answer>();
        Components.names(scope.subject())
                .forEach(
                        name ->
                                Components.subject(scope, name)
                                        .ifPresent(
                                                component ->
                                                        releases.put(
                                                                name,
                                                                component(component, machine))));
        return releases;
    }

    /** One that does not answer is unknown: rules that need it then say so. */
    private Answer component(Subject component, Map<String, String> machine) {
        var asking = new Asking(eyes, machine, environment, Optional.empty());
        try {
            return Answer.word(release(component, asking).text());
        } catch (Refusal unknown) {
            return new Answer.Unknown(Texts.in(Locale.ENGLISH).say(unknown.problem().why()));
        } catch (Fault unclear) {
            return new Answer.Unknown(Texts.in(Locale.ENGLISH).say(unclear.why()));
        }
    }

    /** The release without what stays: about so much will the next one take up. */
    private static long code(Subject subject, Survey.Layout layout) {
        var until = System.nanoTime() + Sizes.LIMIT.toNanos();
        var real = Path.of(layout.real());
        var bytes = Sizes.of(real, until).bytes();
        for (var keep : subject.body().code().map(code -> code.keep()).orElse(List.of())) {
            if (!Files.isSymbolicLink(real.resolve(keep))) {
                bytes -= Sizes.of(real.resolve(keep), until).bytes();
            }
        }
        return Math.max(bytes, 0);
    }

    private static Era era(Subject subject, Version release, Map<String, Toolchain> toolchains) {
        return Era.standing(release, "", subject.door(), toolchains);
    }

    /** Read before the release in force is known: what it says then must not depend on it. */
    private static Version release(Subject subject, Asking asking) {
        asking.read(Scope.of(subject, era(subject, Version.of("0"), Map.of()), asking));
        var answer = asking.answer(new Fact("release", Optional.empty(), Optional.empty()));
        if (answer instanceof Answer.Word(var word) && word.matches("\\S+")) {
            return Version.of(word);
        }
        var why =
                answer instanceof Answer.Unknown(var unknown)
                        ? Text.of("survey.release-unknown", unknown)
                        : Text.of("survey.release-absent", subject.instance().root());
        throw refusal(subject, "BSC-251", why);
    }

    private boolean running(Scope scope, Asking asking) {
        return Services.working(scope).stream()
                .anyMatch(known -> host.standing(known.service(), asking) == Host.Standing.RUNNING);
    }

    private Map<String, String> machine(Subject subject) {
        var machine = new HashMap<>(host.identity());
        try {
            machine.put("owner", Files.getOwner(subject.instance().root()).getName());
        } catch (IOException | UnsupportedOperationException unknown) {
            machine.remove("owner");
        }
        return Map.copyOf(machine);
    }

    private Map<String, Survey.StoreSeen> stores(Scope scope, Asking asking) {
        var seen = new LinkedHashMap<String, Survey.StoreSeen>();
        var until = System.nanoTime() + Sizes.LIMIT.toNanos();
        for (var store : Stores.all(scope)) {
            var size =
                    store.untouched()
                            ? new Sizes.Size(0, false)
                            : switch (store) {
                                case Store.Files files -> size(files, until);
                                case Store.Server server -> size(server, asking);
                                case Store.Derived _ -> new Sizes.Size(0, false);
                            };
            var choice =
                    switch (store) {
                        case Store.Server server -> choice(scope, server, asking);
                        case Store.Files files -> chosen(scope, files, asking);
                        case Store.Derived _ -> Choice.NONE;
                    };
            if (choice.technique() instanceof Technique.Followed(var data)) {
                // The folder is what is copied: with indexes, logs, and what deletion left.
                size = Sizes.of(Path.of(data), until);
            }
            var identity = Stores.identity(store);
            seen.put(
                    store.name(), new Survey.StoreSeen(identity, size.bytes(), size.cut(), choice));
        }
        return seen;
    }

    /** A server is put back as a whole by who can stop it: the service must be what runs. */
    private Choice choice(Scope scope, Store.Server server, Asking asking) {
        var service =
                server.service().stream().flatMap(name -> Services.named(scope, name).stream());
        var stopped =
                service.filter(
                                known ->
                                        host.standing(known.service(), asking)
                                                != Host.Standing.RUNNING)
                        .findFirst();
        return stopped.map(
                        known ->
                                Choice.dumped(
                                        Text.of("store.choice.stopped", known.service().name())))
                .orElseGet(() -> chosen(scope, server, asking));
    }

    private Choice chosen(Scope scope, Store store, Asking asking) {
        return choosing.choose(store, asking, scope.subject().instance().root());
    }

    private static Sizes.Size size(Store.Files files, long until) {
        var bytes = 0L;
        var cut = false;
        for (var path : files.paths()) {
            if (path.closed()) {
                var size = Sizes.of(Path.of(path.fill(name -> name)), until);
                bytes += size.bytes();
                cut |= size.cut();
            }
        }
        return new Sizes.Size(bytes, cut);
    }

    private static Sizes.Size size(Store.Server server, Asking asking) {
        return asking.look(new Probe.BySize(server)) instanceof Answer.Word(var bytes)
                        && bytes.matches("\\d{1,18}")
                ? new Sizes.Size(Long.parseLong(bytes), false)
                : new Sizes.Size(0, true);
    }

    private static Map<String, String> services(Scope scope) {
        var seen = new LinkedHashMap<String, String>();
        Services.all(scope)
                .forEach(
                        known ->
                                seen.put(
                                        known.service().name(),
                                        Services.identity(known.service())));
        return seen;
    }

    private static Survey.Layout layout(Subject subject) {
        return Layouts.of(subject);
    }

    private static Refusal refusal(Subject subject, String code, Text why) {
        return new Refusal(
                new Problem(
                        code,
                        Text.of("survey.cannot", subject.name()),
                        why,
                        Text.of("survey.now"),
                        Text.of(next(code), subject.name())));
    }

    /** What comes up from below has no answer of its own here: the recipe shows who asked. */
    private static String next(String code) {
        return switch (code) {
            case "BSC-250", "BSC-251", "BSC-261", "BSC-262" ->
                    "survey.next." + code.substring("BSC-".length());
            default -> "survey.next.260";
        };
    }
}
