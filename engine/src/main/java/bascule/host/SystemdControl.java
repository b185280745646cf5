package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Units of systemd, one or several by a pattern.
 *
 * @param unit its name; {@code *}, {@code ?} and {@code [} make it a pattern
 * @param user whether it is one of the user's own manager
 * @param folder where the units that a pattern meant are remembered while they are stopped: an
 *     instance of a template is forgotten by systemd when it stops
 */
record SystemdControl(String name, String unit, boolean user, Path folder) implements Control {
    private static final Duration ASKED = Duration.ofSeconds(30);

    /** Whether this machine is run by systemd. */
    static boolean present() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    @Override
    public Host.Standing standing() {
        var states = units().stream().map(this::state).toList();
        if (states.isEmpty() || states.stream().allMatch(List.of("inactive", "failed")::contains)) {
            return Host.Standing.STOPPED;
        }
        return states.stream().allMatch(List.of("active", "reloading", "refreshing")::contains)
                ? Host.Standing.RUNNING
                : Host.Standing.UNKNOWN;
    }

    /** {@code active inactive failed activating deactivating reloading}. */
    private String state(String one) {
        return ask(List.of("show", "--property=ActiveState", "--value", "--", one)).strip();
    }

    @Override
    public void start(Map<String, String> env, Duration limit) {
        var units = wanted();
        if (units.isEmpty()) {
            forget();
            return;
        }
        var bar = new UnitBar(user);
        try {
            forgetEnvironment(units, bar);
            units.forEach(bar::allow);
            if (!env.isEmpty()) {
                units.forEach(one -> bar.environment(one, env));
                order(List.of("daemon-reload"), ASKED);
            }
            order(with("start", units), limit);
            expect(units, "active", limit);
        } finally {
            units.forEach(bar::disallow);
            forgetEnvironment(units, bar);
        }
        forget();
    }

    /** Also what a start that was killed has left: it was meant for that start alone. */
    private void forgetEnvironment(List<String> units, UnitBar bar) {
        var left = units.stream().filter(bar::forgetEnvironment).count();
        if (left > 0) {
            order(List.of("daemon-reload"), ASKED);
        }
    }

    @Override
    public void stop(boolean force, Duration limit) {
        var units = units();
        if (units.isEmpty()) {
            return;
        }
        if (pattern()) {
            remember(units.stream().filter(one -> state(one).equals("active")).toList());
        }
        try {
            order(with("stop", units), limit);
            expect(units, "inactive", limit);
        } catch (Fault late) {
            if (!force) {
                throw late;
            }
            order(
                    with(
                            "kill",
                            Stream.concat(Stream.of("--signal=KILL"), units.stream()).toList()),
                    ASKED);
            expect(units, "inactive", ASKED);
        }
    }

    @Override
    public void restart(Map<String, String> env, Duration limit) {
        if (!env.isEmpty()) {
            stop(false, limit);
            start(env, limit);
            return;
        }
        var units = units();
        var bar = new UnitBar(user);
        try {
            forgetEnvironment(units, bar);
            units.forEach(bar::allow);
            order(with("restart", units), limit);
            expect(units, "active", limit);
        } finally {
            units.forEach(bar::disallow);
        }
    }

    @Override
    public void reload(Duration limit) {
        var units = units();
        order(with("reload", units), limit);
        expect(units, "active", limit);
    }

    @Override
    public void bar() {
        var bar = new UnitBar(user);
        wanted().forEach(bar::put);
        order(List.of("daemon-reload"), ASKED);
    }

    @Override
    public void unbar() {
        var bar = new UnitBar(user);
        wanted().forEach(bar::lift);
        wanted().forEach(bar::disallow);
        wanted().forEach(bar::forgetEnvironment);
        order(List.of("daemon-reload"), ASKED);
    }

    private void expect(List<String> units, String wanted, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        for (var one : units) {
            var state = state(one);
            while (!meets(state, wanted)) {
                var dead = wanted.equals("active") && List.of("failed", "inactive").contains(state);
                if (dead || System.nanoTime() - until > 0) {
                    throw new Fault("BSC-444", Text.of("host.unit-state", one, state, wanted));
                }
                Ending.pause();
                state = state(one);
            }
        }
    }

    private static boolean meets(String state, String wanted) {
        return state.equals(wanted) || (wanted.equals("inactive") && state.equals("failed"));
    }

    private boolean pattern() {
        return unit.chars().anyMatch(letter -> "*?[".indexOf(letter) >= 0);
    }

    /** The units meant: what is loaded, and what has a file. */
    private List<String> units() {
        if (!pattern()) {
            return List.of(unit);
        }
        return Stream.of("list-units", "list-unit-files")
                .flatMap(
                        list ->
                                ask(List.of(list, "--all", "--plain", "--no-legend", "--", unit))
                                        .lines())
                .map(line -> line.strip().split("\\s+")[0])
                .filter(one -> !one.isEmpty() && !one.contains("@."))
                .distinct()
                .sorted()
                .toList();
    }

    /** What is to run: those that ran when the pattern was stopped, else all that it means. */
    private List<String> wanted() {
        try {
            var remembered = pattern() ? remembered() : Optional.<Path>empty();
            return remembered.isPresent() ? Files.readAllLines(remembered.get()) : units();
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    private Optional<Path> remembered() {
        return Optional.of(folder.resolve(name + ".units")).filter(Files::exists);
    }

    private void remember(List<String> running) {
        try {
            // A second stop finds fewer: what ran before is to run again.
            var all = new TreeSet<>(running);
            if (remembered().isPresent()) {
                all.addAll(Files.readAllLines(remembered().get()));
            }
            Forced.folders(folder);
            Forced.write(folder.resolve(name + ".units"), String.join("\n", all));
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(folder.resolve(name + ".units"));
        } catch (IOException stays) {
            throw new java.io.UncheckedIOException(stays);
        }
    }

    private static List<String> with(String verb, List<String> units) {
        return Stream.concat(Stream.of(verb), units.stream()).toList();
    }

    /**
     * Whether the machine is being shut down: services are gone or going, and what is still there
     * is ended next. When all of them are gone systemd itself has made room for another program.
     */
    static boolean goingDown() {
        if (!present()) {
            return false;
        }
        try {
            return Files.readString(Path.of("/proc/1/comm")).startsWith("systemd-shutdow")
                    || new SystemdControl("", "", false, Path.of("/"))
                            .ask(List.of("is-system-running"))
                            .strip()
                            .equals("stopping");
        } catch (IOException | Fault unknown) {
            return false;
        }
    }

    private String ask(List<String> words) {
        return Launcher.run(launch(words, ASKED), _ -> {}).output();
    }

    private void order(List<String> words, Duration limit) {
        var ran = Launcher.run(launch(words, limit), _ -> {});
        if (ran.late()) {
            throw new Fault("BSC-442", Text.of("host.service-late", unit, limit.toSeconds()));
        }
        if (ran.code() != 0) {
            throw new Fault(
                    "BSC-445",
                    Text.of(
                            "host.systemctl-failed",
                            String.join(" ", words),
                            ran.output().strip()));
        }
    }

    private Launch launch(List<String> words, Duration limit) {
        var argv = new ArrayList<>(List.of("systemctl", "--no-ask-password"));
        var env = new java.util.HashMap<String, String>();
        if (user) {
            argv.add("--user");
            env.put("XDG_RUNTIME_DIR", UnitBar.runtime().toString());
        }
        argv.addAll(words);
        return new Launch(
                argv,
                user ? Optional.empty() : Optional.of("root"),
                Path.of("/"),
                env,
                limit,
                List.of(),
                Optional.empty());
    }
}
