package bascule.cli;

import bascule.cli.views.Paint;
import bascule.cli.views.Sentences;
import bascule.plan.Acknowledged;
import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.recipe.Nearest;
import bascule.state.Home;
import bascule.state.InstanceFolder;
import bascule.text.Text;
import bascule.text.Texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every verb works at: a terminal, a language, and whether programs read along.
 *
 * @param root the installed tree or the checkout: {@code recipes/} lies in it
 * @param home the state and configuration asked for by {@code --home}
 */
public record Desk(Terminal terminal, Texts texts, boolean json, Path root, Optional<Path> home) {

    private static final Set<String> YES = Set.of("y", "yes", "o", "oui");

    static Desk of(Terminal terminal, Common common) {
        var language = common.lang.orElse(terminal.language());
        return new Desk(
                terminal,
                Texts.in(Locale.of(language.startsWith("fr") ? "fr" : "en")),
                common.json,
                Path.of(System.getProperty("bascule.root", "")).toAbsolutePath(),
                common.home.map(home -> home.toAbsolutePath().normalize()));
    }

    /** For programs that use parts of the command; {@code root} holds {@code recipes/}. */
    public static Desk ofThisProcess(Path root) {
        var desk = of(Terminal.ofThisProcess(), new Common());
        return new Desk(desk.terminal(), desk.texts(), false, root, Optional.empty());
    }

    /** Where Bascule's own files are, for this account. */
    public Home places() {
        var env = new HashMap<>(terminal.env());
        home.ifPresent(folder -> env.put("BASCULE_HOME", folder.toString()));
        return Home.find(env, account());
    }

    /** The folder that was named for all of them, by word or by environment, if one was. */
    Optional<Path> boundHome() {
        var named =
                Optional.ofNullable(terminal.env().get("BASCULE_HOME")).filter(n -> !n.isBlank());
        return home.or(() -> named.map(Path::of)).map(path -> path.toAbsolutePath().normalize());
    }

    /** Where recipes lie; the first folder that has a name counts. */
    public List<Path> recipeFolders() {
        return List.of(places().recipes(), root.resolve("recipes"));
    }

    /** Every instance that was adopted, or has a state. */
    public List<String> instances() {
        var names = new TreeSet<String>();
        names(places().instanceFiles(), ".yaml", names);
        names(places().state().resolve("instances"), "", names);
        return List.copyOf(names);
    }

    private static void names(Path folder, String ending, TreeSet<String> names) {
        try (var files = Files.newDirectoryStream(folder, "*" + ending)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                names.add(name.substring(0, name.length() - ending.length()));
            }
        } catch (IOException none) {
            // A folder that is not there, or not ours to read, has no instance of ours.
            return;
        }
    }

    /**
     * What is kept of an instance.
     *
     * @throws Refusal BSC-505 if nothing of that name was ever adopted
     */
    public InstanceFolder instance(String name) {
        var known = instances();
        if (!known.contains(name)) {
            throw new Refusal(
                    new Problem(
                            "BSC-505",
                            Text.of("cli.no-instance.what", name),
                            Text.of("cli.no-instance.why", places().instanceFiles()),
                            Text.of("cli.nothing-changed"),
                            Nearest.to(name, known)
                                    .map(near -> Text.of("cli.mistake.meant", near))
                                    .orElseGet(() -> Text.of("cli.no-instance.next"))));
        }
        return places().instance(name);
    }

    /**
     * Puts a question that is answered with yes or no.
     *
     * @param instead what to type where nobody can answer
     * @throws Refusal BSC-506 if nobody can answer
     */
    public boolean asks(Text question, Text instead) {
        if (!terminal.asks()) {
            throw new Refusal(
                    new Problem(
                            "BSC-506",
                            Text.of("cli.unanswered.what"),
                            Text.of("cli.unanswered.why", question),
                            Text.of("cli.nothing-changed"),
                            instead));
        }
        terminal.out().print(texts.say(question) + " " + say("cli.yes-no") + " ");
        terminal.out().flush();
        try {
            var answer = terminal.in().readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Who types. */
    public String account() {
        return System.getProperty("user.name", "");
    }

    /** Who types, and as whom, now. */
    public Acknowledged speaker() {
        var person =
                Optional.ofNullable(terminal.env().get("SUDO_USER"))
                        .filter(name -> name.matches("[\\w.@-]{1,64}") && !name.equals(account()));
        return new Acknowledged(
                account(), person, Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    public Paint paint() {
        return new Paint(terminal.colours());
    }

    public Sentences sentences() {
        return new Sentences(texts, paint(), Purpose.UPGRADE);
    }

    public String say(String key, Object... args) {
        return texts.say(Text.of(key, args));
    }

    public void print(String line) {
        terminal.out().println(line);
    }

    /** A problem on the error stream; for programs as one object with its five parts. */
    public void show(Problem problem) {
        if (json) {
            print(bascule.json.Json.line(Map.of("problem", said(problem))));
        } else {
            terminal.err().println(problem.say(texts));
        }
    }

    /** Its parts in this language. */
    public Map<String, String> said(Problem problem) {
        var parts = new java.util.TreeMap<String, String>();
        parts.put("code", problem.code());
        parts.put("what", texts.say(problem.what()));
        parts.put("why", texts.say(problem.why()));
        parts.put("now", texts.say(problem.now()));
        parts.put("next", texts.say(problem.next()));
        return parts;
    }
}
