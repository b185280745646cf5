package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service that is a process of its own. It is known by the mark that Bascule gave it, by a pid
 * file that names a process at work under its root, or by what it was started with; a recorded
 * number alone proves nothing.
 *
 * @param launch its start command, filled
 * @param folder where its lock and its output are kept
 * @param mark what stands in its environment when Bascule started it
 */
record PlainControl(String name, Launch launch, Path pidFile, Path root, Path folder, String mark)
        implements Control {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long ROTATED = 16 << 20;

    /** Which processes are this service's, now. */
    private List<Processes.Running> running() {
        return new PlainSearch(this).running();
    }

    @Override
    public Host.Standing standing() {
        return running().isEmpty() ? Host.Standing.STOPPED : Host.Standing.RUNNING;
    }

    @Override
    public void start(Map<String, String> env, Duration limit) {
        if (!running().isEmpty()) {
            return;
        }
        try {
            var log = log();
            var from = Files.size(log);
            var environment = Launcher.environment(launch);
            environment.putAll(env);
            Launcher.put(environment, mark);
            var process = begun(environment, log);
            awaitBegun(
                    process, limit, new Tail(log, from, new Redaction(launch.secrets()), _ -> {}));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private Process begun(Map<String, String> environment, Path log) throws IOException {
        if (!Files.isDirectory(launch.in())) {
            throw new Fault("BSC-400", Text.of("host.no-folder", launch.in()));
        }
        makeFolder(pidFile.toAbsolutePath().getParent());
        var words = new ArrayList<String>();
        if (Account.root() && SystemdControl.present()) {
            // Else it would be one with the unit that resumes a run, and end with it.
            words.addAll(List.of("systemd-run", "--scope", "--quiet", "--collect", "--"));
        }
        words.addAll(List.of("setsid", "--wait", "/bin/sh"));
        words.add(Scripts.written("serve.sh", folder).toString());
        words.add(folder.resolve(name + ".lock").toString());
        words.add(pidFile.toString());
        words.addAll(Launcher.command(launch, environment));
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(launch.in().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /**
     * An application that makes its folders when it starts has none before its first start: each
     * belongs to whom the folder above it belongs.
     */
    private static void makeFolder(@Nullable Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            var above = folder.getParent();
            makeFolder(above);
            Files.createDirectory(folder);
            Files.setOwner(folder, Files.getOwner(folder.resolveSibling(".")));
        }
    }

    /** It has begun when the launcher has become it. */
    private void awaitBegun(Process process, Duration limit, Tail tail) throws IOException {
        var until = System.nanoTime() + limit.toNanos();
        try {
            while (System.nanoTime() - until < 0) {
                if (begun()) {
                    return;
                }
                if (process.waitFor(20, TimeUnit.MILLISECONDS) && running().isEmpty()) {
                    throw new Fault(
                            "BSC-440",
                            Text.of(
                                    "host.service-ended",
                                    name,
                                    process.exitValue(),
                                    tail.end().strip()));
                }
            }
        } catch (InterruptedException cutShort) {
            throw new Fault("BSC-404", Text.of("host.cut-short"), cutShort);
        }
        throw new Fault("BSC-441", Text.of("host.service-not-begun", name, limit.toSeconds()));
    }

    private boolean begun() {
        var running = running();
        return !running.isEmpty()
                && running.stream()
                        .noneMatch(
                                one ->
                                        Processes.argv(one).stream()
                                                .anyMatch(word -> word.endsWith("/.serve.sh")));
    }

    @Override
    public void stop(boolean force, Duration limit) {
        // Its children are kept in mind: once it has ended, nothing tells that they were its own.
        var family = Processes.withDescendants(running());
        var heads =
                family.stream()
                        .filter(
                                one ->
                                        family.stream()
                                                .noneMatch(each -> each.pid() == one.parent()))
                        .toList();
        heads.forEach(one -> Ending.signal(one, "TERM"));
        var until = System.nanoTime() + limit.toNanos();
        Ending.awaited(() -> heads.stream().filter(Processes::runs).toList(), limit);
        var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        if (heads.stream().noneMatch(Processes::runs)) {
            left(family).forEach(one -> Ending.signal(one, "TERM"));
        }
        if (!Ending.awaited(() -> left(family), left)) {
            if (!force) {
                throw new Fault(
                        "BSC-442", Text.of("host.service-not-ended", name, limit.toSeconds()));
            }
            forced(family);
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException stays) {
            // It names nobody that works under the root any more: it proves nothing.
        }
    }

    private void forced(List<Processes.Running> family) {
        var stays = Ending.end(() -> left(family), Duration.ZERO, GRACE);
        if (!stays.isEmpty()) {
            throw new Fault("BSC-442", Text.of("host.service-not-ended", name, GRACE.toSeconds()));
        }
    }

    private List<Processes.Running> left(List<Processes.Running> family) {
        var left = new ArrayList<>(family.stream().filter(Processes::runs).toList());
        running().stream().filter(one -> !left.contains(one)).forEach(left::add);
        return left;
    }

    @Override
    public void restart(Map<String, String> env, Duration limit) {
        stop(false, limit);
        start(env, limit);
    }

    @Override
    public void reload(Duration limit) {
        var running = running();
        if (running.isEmpty()) {
            throw new Fault("BSC-443", Text.of("host.service-not-running", name));
        }
        running.stream().findFirst().ifPresent(one -> Ending.signal(one, "HUP"));
    }

    /** Nothing starts it but a person and Bascule: there is nothing to bar. */
    @Override
    public void bar() {}

    @Override
    public void unbar() {}

    static Path log(Path folder, String name) {
        return folder.resolve(name + ".log");
    }

    /** Where its output goes; a long one is put aside at a start. */
    private Path log() throws IOException {
        Files.createDirectories(folder);
        var log = log(folder, name);
        if (Files.exists(log) && Files.size(log) > ROTATED) {
            Files.move(
                    log,
                    folder.resolve(name + ".log.1"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(
                    log,
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                            java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
        }
        return log;
    }
}
