package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The machine that Bascule itself runs on. */
public final class LocalHost implements Host {
    private final Path folder;
    private final Clock clock;

    /**
     * @param folder the instance's state folder; locks and output of services that Bascule starts
     *     are kept in {@code services} in it, and it tells what it started from what others did
     */
    public LocalHost(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath().resolve("services");
        this.clock = clock;
    }

    @Override
    public Ran run(Launch launch, Consumer<String> lines) {
        return Launcher.run(launch, lines);
    }

    @Override
    public Optional<Integer> quieten(Launch.Work work, Duration patience) {
        return new Remnants(work).quieten(patience);
    }

    @Override
    public boolean goingDown() {
        return SystemdControl.goingDown();
    }

    @Override
    public Standing standing(Service service, Filler filler) {
        return control(service, filler).standing();
    }

    @Override
    public void change(ServiceChange change, Filler filler, Duration limit) {
        var env = new HashMap<String, String>();
        change.env().forEach((name, value) -> env.put(name, filler.fill(value)));
        var control = control(change.service(), filler);
        switch (change.verb()) {
            case START -> control.start(env, limit);
            case STOP -> control.stop(change.force(), limit);
            case RESTART -> control.restart(env, limit);
            case RELOAD -> control.reload(limit);
        }
    }

    @Override
    public void bar(Service service, Filler filler) {
        control(service, filler).bar();
    }

    @Override
    public void unbar(Service service, Filler filler) {
        control(service, filler).unbar();
    }

    private Control control(Service service, Filler filler) {
        return switch (service) {
            case Service.Systemd(var name, var unit, var scope) ->
                    new SystemdControl(
                            fileName(name), filler.fill(unit), scope.equals("user"), folder);
            case Service.Supervisor(var name, var group) ->
                    CommandControl.supervisor(name, filler.fill(group));
            case Service.Compose(var name, var services, var except, var in) ->
                    CommandControl.compose(name, services, except, Path.of(filler.fill(in)));
            case Service.Plain plain -> plain(plain, filler);
            case Service.Script script -> script(script, filler);
        };
    }

    private Control plain(Service.Plain plain, Filler filler) {
        var launch = Filled.launch(plain.start(), filler, plain.start().limit(), Optional.empty());
        var pidFile = filler.fill(plain.pidFile());
        return new PlainControl(
                fileName(plain.name()),
                launch,
                pidFile.isEmpty()
                        ? folder.resolve(fileName(plain.name()) + ".pid")
                        : launch.in().resolve(pidFile),
                Path.of(filler.fill(plain.root())),
                folder,
                "BASCULE_SERVICE=" + Forced.real(folder).resolve(plain.name()));
    }

    private static String fileName(String service) {
        return new Launch.Work(Path.of("/"), "", service).fileName();
    }

    private static Control script(Service.Script script, Filler filler) {
        return new CommandControl(
                script.name(),
                launch(script.start(), filler),
                launch(script.stop(), filler),
                script.status().map(status -> launch(status, filler)),
                Optional.empty(),
                ran -> ran.code() == 0);
    }

    private static Launch launch(Command command, Filler filler) {
        return Filled.launch(command, filler, command.limit(), Optional.empty());
    }

    @Override
    public Optional<Path> output(Service service) {
        return service instanceof Service.Plain
                ? Optional.of(PlainControl.log(folder, fileName(service.name())))
                        .filter(Files::exists)
                : Optional.empty();
    }

    @Override
    public Map<String, String> identity() {
        return Map.of(
                "user",
                System.getProperty("user.name"),
                "os",
                system(),
                "arch",
                System.getProperty("os.arch"),
                "memory",
                Long.toString(memory()),
                "selinux",
                Files.exists(Path.of("/sys/fs/selinux/enforce")) ? "present" : "absent");
    }

    /** {@code debian-12}: the ID and VERSION_ID of os-release. */
    private static String system() {
        try {
            var words = Filled.variables(Files.readAllLines(Path.of("/etc/os-release")));
            return words.getOrDefault("ID", "linux")
                    + Optional.ofNullable(words.get("VERSION_ID")).map(id -> "-" + id).orElse("");
        } catch (IOException unknown) {
            return "linux";
        }
    }

    /** In MiB. */
    private static long memory() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Override
    public long freeSpace(Path path) {
        var existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException cannot) {
            throw new Fault("BSC-406", Text.of("host.no-free-space", existing), cannot);
        }
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
