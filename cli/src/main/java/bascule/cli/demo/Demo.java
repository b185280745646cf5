package bascule.cli.demo;

import bascule.cli.Desk;
import bascule.cli.Exit;
import bascule.problem.Fault;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One show: a Keycloak of the old release with its users, somebody who signs in steadily, the real
 * {@code bascule upgrade}, and what is so afterwards.
 */
public final class Demo {
    private final Desk desk;
    private final Place place;
    private final Wish wish;
    private final Teller teller;
    private final Child child;

    /**
     * @param folder where everything of the demo lies
     * @param fail a phase to be made to fail
     * @param agreed whether downloading needs not be asked
     */
    public record Wish(Path folder, Optional<String> fail, boolean agreed, int users) {}

    public Demo(Desk desk, Wish wish) {
        this.desk = desk;
        this.wish = wish;
        this.place = new Place(wish.folder().toAbsolutePath().normalize());
        this.teller = new Teller(desk);
        this.child = new Child(desk, place);
    }

    /** Ends its processes and takes its folder away. */
    public Exit clean() {
        if (!Files.exists(place.folder())) {
            teller.say("demo.nothing-there", place.folder());
            return Exit.DONE;
        }
        refuseForeign();
        Processes.end(place.folder());
        Disk.remove(place.folder());
        teller.say("demo.cleaned", place.folder());
        return Exit.DONE;
    }

    public Exit show() {
        try {
            return shown();
        } catch (Fault fault) {
            throw new Refusal(
                    new Problem(
                            fault.code(),
                            Text.of("demo.cannot.what", place.folder()),
                            fault.why(),
                            Text.of("demo.cannot.now", place.folder()),
                            Text.of("demo.cannot.next", child.typed())));
        }
    }

    private Exit shown() {
        var failing = failing();
        refuseForeign();
        ask();
        var rig = new Rig(desk, place, Settings.chosen(wish.users(), ""), teller);
        rig.ready();
        var ending = upgraded(rig, failing);
        tell(ending);
        return ending.good() ? Exit.DONE : Exit.STUCK;
    }

    private void tell(Facts.Ending ending) {
        if (desk.json()) {
            desk.print(Facts.json(ending));
        } else {
            Facts.screen(desk, ending, child, place).forEach(desk::print);
        }
    }

    private Facts.Ending upgraded(Rig rig, Optional<Failing> failing) {
        var before = rig.look();
        var settings = rig.settings();
        var trace = new Trace(place.state());
        try (var signIns =
                SignIns.begun(settings, place.logs().resolve("sign-ins.jsonl"), 5)) {
            var exit = upgraded(settings, trace, failing);
            var after = rig.look();
            return new Facts.Ending(
                    before,
                    after,
                    signIns.tally(),
                    exit,
                    outage(trace),
                    trace.run().map(run -> run.resolve("report.md").toString()),
                    failing,
                    teller.elapsed());
        }
    }

    /** The exit code of the real command, with what was wished to go wrong. */
    private int upgraded(Settings settings, Trace trace, Optional<Failing> failing) {
        var running = new AtomicBoolean(true);
        var scene = new Scene(place, settings, Jdk.home(desk).resolve("bin/java"), trace, () -> !running.get(), teller);
        try (var trouble = failing.map(Failing::trouble).orElseGet(NoTrouble::new)) {
            trouble.impossible(scene).ifPresent(this::impossible);
            teller.say(trouble.about(), Place.OLD, Place.NEW);
            trouble.before(scene);
            teller.say("demo.upgrading", child.typed(), Place.NEW);
            var process = child.begun(trouble.prefix(scene), upgradeWords());
            var meanwhile =
                    Thread.startVirtualThread(() -> trouble.meanwhile(scene, process.toHandle()));
            var exit = Child.code(process);
            running.set(false);
            meanwhile.join();
            return exit;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("internal error: interrupted", ended);
        }
    }

    private String[] upgradeWords() {
        var words = new java.util.ArrayList<>(List.of("upgrade", Place.INSTANCE));
        words.addAll(List.of("--to", Place.NEW, "--yes"));
        if (desk.json()) {
            words.add("--json");
        }
        return words.toArray(String[]::new);
    }

    /** The engine's own figure: from the door's closing to the first release that serves. */
    private static Optional<Duration> outage(Trace trace) {
        return trace.events().stream()
                .filter(event -> Trace.is(event, "served"))
                .reduce((_, last) -> last)
                .map(event -> Duration.ofMillis(event.path("outageMillis").asLong(0)));
    }

    private Optional<Failing> failing() {
        return wish.fail()
                .map(
                        word ->
                                Failing.of(word)
                                        .orElseThrow(
                                                () ->
                                                        refusal(
                                                                "BSC-556",
                                                                "demo.no-phase",
                                                                word,
                                                                Failing.words())));
    }

    private void ask() {
        if (wish.agreed() || Files.exists(place.archive(Place.NEW))) {
            return;
        }
        if (!desk.terminal().asks()) {
            throw refusal("BSC-555", "demo.not-asked", place.folder(), child.typed());
        }
        desk.print(desk.say("demo.ask", Place.OLD, Place.NEW, place.folder()));
        if (!agreed()) {
            throw refusal("BSC-555", "demo.not-agreed", place.folder(), child.typed());
        }
    }

    private boolean agreed() {
        try {
            var answer = desk.terminal().in().readLine();
            return answer != null && answer.strip().matches("(?i)y|yes|o|oui");
        } catch (IOException gone) {
            return false;
        }
    }

    private void impossible(String why) {
        throw refusal("BSC-557", "demo.impossible", wish.fail().orElse(""), why, child.typed());
    }

    /** Nothing is put into, and nothing taken from, a folder that is not a demo's. */
    private void refuseForeign() {
        if (Files.isDirectory(place.folder()) && !Files.exists(place.settings())) {
            try (var held = Files.list(place.folder())) {
                if (held.findAny().isPresent()) {
                    throw refusal("BSC-551", "demo.foreign", place.folder(), child.typed());
                }
            } catch (IOException cannot) {
                throw new UncheckedIOException(cannot);
            }
        }
    }

    private static Refusal refusal(String code, String key, Object... args) {
        return new Refusal(
                new Problem(
                        code,
                        Text.of(key + ".what", args),
                        Text.of(key + ".why", args),
                        Text.of("demo.nothing-changed"),
                        Text.of(key + ".next", args)));
    }

    private static final class NoTrouble implements Trouble {
        @Override
        public String about() {
            return "demo.signing-in";
        }
    }
}
