package bascule.instance;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.recipe.Body.RunSpec;
import bascule.recipe.Body.Tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes a command of a line in a recipe: its tool laid out, its words filled and held to rules. */
public final class Commands {
    public static final Duration STEP = Duration.ofMinutes(10);
    public static final Duration LOOK = Duration.ofSeconds(30);
    private static final String PROGRAMS =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Commands() {}

    /**
     * @param limit where neither the line nor its tool says one
     * @throws bascule.problem.Fault where a value may not stand or is not known
     */
    public static Command of(Scope scope, RunSpec written, Duration limit) {
        var spec = laidOut(scope, written, List.of());
        var in = Paths.absolute(scope, spec.in().orElse(Template.of("${root}")));
        var words = new ArrayList<Template>();
        for (var word : spec.words()) {
            words.add(words.isEmpty() ? program(scope, word, in) : word(scope, word));
        }
        return new Command(
                words,
                user(scope, spec),
                in,
                environment(scope, spec),
                spec.envFile()
                        .map(file -> Paths.absolute(scope, file))
                        .filter(file -> !file.text().isEmpty()),
                spec.limit().orElse(limit));
    }

    /** The words of a tool, before what it is used for. */
    public static List<Template> prefix(Scope scope, String tool) {
        var spec =
                new RunSpec(
                        List.of(Template.literal(tool)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        return of(scope, spec, STEP).argv();
    }

    /** Whether a line begins with a tool or program of that name. */
    public static RunSpec laidOut(Scope scope, RunSpec spec) {
        return laidOut(scope, spec, List.of());
    }

    private static RunSpec laidOut(Scope scope, RunSpec spec, List<String> used) {
        var name = spec.words().getFirst().text();
        var cases = scope.subject().body().tools().get(name);
        if (cases == null || (!used.isEmpty() && used.getLast().equals(name))) {
            return spec;
        }
        if (used.contains(name)) {
            throw Unclear.circle(String.join(" → ", used) + " → " + name);
        }
        var tool = scope.choose(cases, Tool::when);
        if (tool.isEmpty()) {
            return spec;
        }
        var all = Stream.concat(used.stream(), Stream.of(name)).toList();
        return laidOut(scope, laid(tool.get().run(), spec), all);
    }

    private static RunSpec laid(RunSpec tool, RunSpec use) {
        var env = new LinkedHashMap<>(tool.env());
        env.putAll(use.env());
        return new RunSpec(
                Stream.concat(tool.words().stream(), use.words().stream().skip(1)).toList(),
                use.as().or(tool::as),
                use.in().or(tool::in),
                env,
                use.envFile().or(tool::envFile),
                use.limit().or(tool::limit));
    }

    private static Template program(Scope scope, Template word, Template in) {
        for (var name : word.names()) {
            if (!Constants.trusted(name) && !name.endsWith(".home")) {
                throw Unclear.program(word.text());
            }
        }
        var filled = scope.fill(word);
        return filled.text().startsWith("/") || !filled.text().contains("/")
                ? filled
                : Template.of(in.text() + "/" + filled.text());
    }

    private static Template word(Scope scope, Template word) {
        for (var name : word.names()) {
            if (Constants.trusted(name)) {
                continue;
            }
            if (Secrets.named(scope, name)) {
                throw Unclear.secret(word.text());
            }
            var value = scope.piece(name);
            if (value.closed()) {
                var text = scope.text(value);
                if (word.text().startsWith("${" + name + "}") && text.startsWith("-")) {
                    throw Unclear.option(word.text(), text);
                }
                Paths.refuseClimbing(word.text(), text);
            }
        }
        return scope.fill(word);
    }

    /** The owner of the root, unless the recipe says who; nobody is said if that is who runs us. */
    private static Optional<String> user(Scope scope, RunSpec spec) {
        var machine = scope.knowledge().machine();
        return spec.as()
                .map(scope::text)
                .or(() -> Optional.ofNullable(machine.get("owner")))
                .filter(user -> !user.isEmpty() && !user.equals(machine.get("user")));
    }

    private static Map<String, Template> environment(Scope scope, RunSpec spec) {
        var env = new LinkedHashMap<String, Template>();
        var path = new ArrayList<String>();
        new TreeMap<>(scope.era().toolchains())
                .values()
                .forEach(
                        chosen -> {
                            path.add(chosen.home() + "/bin");
                            chosen.variable()
                                    .ifPresent(
                                            name -> env.put(name, Template.literal(chosen.home())));
                        });
        if (!path.isEmpty()) {
            env.put("PATH", Template.literal(String.join(":", path) + ":" + PROGRAMS));
        }
        spec.env().forEach((name, value) -> env.put(name, scope.fill(value)));
        return env;
    }
}
