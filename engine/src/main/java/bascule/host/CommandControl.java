package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A service whose manager is asked by a command: supervisor, Compose, or commands of its own.
 *
 * @param running told from how the command of {@code status} ended; {@code empty} if it cannot say
 */
record CommandControl(
        String name,
        Launch start,
        Launch stop,
        Optional<Launch> status,
        Optional<Launch> reload,
        Predicate<Ran> running)
        implements Control {

    static CommandControl supervisor(String name, String group) {
        var all = group.endsWith(":") ? group + "*" : group;
        return new CommandControl(
                name,
                root(List.of("supervisorctl", "start", all)),
                root(List.of("supervisorctl", "stop", all)),
                Optional.of(root(List.of("supervisorctl", "status", all))),
                Optional.of(root(List.of("supervisorctl", "signal", "HUP", all))),
                ran ->
                        ran.output()
                                .lines()
                                .anyMatch(
                                        line ->
                                                line.matches(
                                                        "\\S+\\s+(RUNNING|STARTING|STOPPING|BACKOFF)\\b.*")));
    }

    static CommandControl compose(
            String name, List<String> services, List<String> except, Path folder) {
        var named = services.isEmpty() && !except.isEmpty() ? composed(folder, except) : services;
        return new CommandControl(
                name,
                compose(folder, List.of("up", "-d", "--no-deps"), named),
                compose(folder, List.of("stop"), named),
                Optional.of(compose(folder, List.of("ps", "-q", "--status", "running"), named)),
                Optional.empty(),
                ran -> !ran.output().isBlank());
    }

    private static List<String> composed(Path folder, List<String> except) {
        var ran =
                Launcher.run(compose(folder, List.of("config", "--services"), List.of()), _ -> {});
        if (ran.code() != 0) {
            throw new Fault("BSC-447", Text.of("host.compose-failed", ran.output().strip()));
        }
        return ran.output().lines().filter(one -> !except.contains(one)).toList();
    }

    private static Launch compose(Path folder, List<String> verb, List<String> services) {
        return new Launch(
                Stream.of(List.of("docker", "compose"), verb, services)
                        .flatMap(List::stream)
                        .toList(),
                Optional.empty(),
                folder,
                Map.of(),
                Duration.ofSeconds(30),
                List.of(),
                Optional.empty());
    }

    private static Launch root(List<String> argv) {
        return new Launch(
                argv,
                Optional.of("root"),
                Path.of("/"),
                Map.of(),
                Duration.ofSeconds(30),
                List.of(),
                Optional.empty());
    }

    @Override
    public Host.Standing standing() {
        return status.map(
                        launch ->
                                running.test(Launcher.run(launch, _ -> {}))
                                        ? Host.Standing.RUNNING
                                        : Host.Standing.STOPPED)
                .orElse(Host.Standing.UNKNOWN);
    }

    @Override
    public void start(Map<String, String> env, Duration limit) {
        var with = new java.util.HashMap<>(start.env());
        with.putAll(env);
        order(
                new Launch(
                        start.argv(),
                        start.user(),
                        start.in(),
                        with,
                        limit,
                        start.secrets(),
                        start.work()));
        expect(Host.Standing.RUNNING, limit);
    }

    @Override
    public void stop(boolean force, Duration limit) {
        order(
                new Launch(
                        stop.argv(),
                        stop.user(),
                        stop.in(),
                        stop.env(),
                        limit,
                        stop.secrets(),
                        stop.work()));
        expect(Host.Standing.STOPPED, limit);
    }

    @Override
    public void restart(Map<String, String> env, Duration limit) {
        stop(false, limit);
        start(env, limit);
    }

    @Override
    public void reload(Duration limit) {
        order(reload.orElseThrow(() -> new Fault("BSC-448", Text.of("host.no-reload", name))));
    }

    private void order(Launch launch) {
        var ran = Launcher.run(launch, _ -> {});
        if (ran.late()) {
            throw new Fault(
                    "BSC-442", Text.of("host.service-late", name, launch.limit().toSeconds()));
        }
        if (ran.code() != 0) {
            throw new Fault(
                    "BSC-447",
                    Text.of(
                            "host.service-command-failed",
                            String.join(" ", launch.argv()),
                            ran.code(),
                            ran.output().strip()));
        }
    }

    private void expect(Host.Standing wanted, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        for (var is = standing(); is != wanted && is != Host.Standing.UNKNOWN; is = standing()) {
            if (System.nanoTime() - until > 0) {
                throw new Fault("BSC-442", Text.of("host.service-late", name, limit.toSeconds()));
            }
            Ending.pause();
        }
    }

    /** Nothing starts it but a person and its manager, which has been told to leave it stopped. */
    @Override
    public void bar() {}

    @Override
    public void unbar() {}
}
