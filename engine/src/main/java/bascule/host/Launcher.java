package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs commands, each in a session of its own and with a clean environment. The command of a step
 * goes through {@code launch.sh}, so that a crash of ours does not lose sight of it; a look that
 * changes nothing is run directly.
 */
final class Launcher {
    private static final File NOTHING = new File("/dev/null");
    private static final int REVOKED = 124;
    private static final int CANNOT = 125;
    private static final long FOLLOW_EVERY = 50;
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** What was found of a process that was waited for. */
    private record End(int code, boolean late, String output) {}

    private Launcher() {}

    static Ran run(Launch launch, Consumer<String> lines) {
        try {
            return launch.work().isPresent()
                    ? worked(launch, launch.work().get(), lines)
                    : looked(launch, lines);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static Ran worked(Launch launch, Launch.Work work, Consumer<String> lines)
            throws IOException {
        var traces = new Traces(work);
        var remnants = new Remnants(work);
        var ticket = traces.prepare();
        var environment = environment(launch);
        traces.marks().forEach(mark -> put(environment, mark));
        var words = new ArrayList<String>();
        words.addAll(List.of("setsid", "--wait", "/bin/sh"));
        words.add(Scripts.written("launch.sh", work.folder()).toString());
        words.addAll(
                List.of(
                        traces.lock().toString(),
                        ticket.toString(),
                        traces.status().toString(),
                        traces.session().toString()));
        words.addAll(command(launch, environment));
        var redaction = new Redaction(launch.secrets());
        try {
            var tail = new Tail(traces.log(), Files.size(traces.log()), redaction, lines);
            var process = start(words, launch, environment, traces.log());
            var end = awaited(process, launch.limit(), tail, remnants::running);
            var code = traces.code();
            if (code.isEmpty() && (end.code() == CANNOT || end.code() == REVOKED)) {
                throw new Fault("BSC-401", Text.of("host.launcher-failed", end.output().strip()));
            }
            if (code.isEmpty() && !end.late()) {
                // Somebody ended our launcher: what it had begun must not outlive the step.
                remnants.end();
            }
            return ran(code.orElse(end.code()), end);
        } finally {
            Files.deleteIfExists(ticket);
            redaction.rewrite(traces.log());
        }
    }

    private static Ran looked(Launch launch, Consumer<String> lines) throws IOException {
        var log = Files.createTempFile("bascule", ".out");
        try {
            var environment = environment(launch);
            var mark = "BASCULE_LOOK=" + UUID.randomUUID();
            put(environment, mark);
            var words = new ArrayList<>(List.of("setsid", "--wait"));
            words.addAll(command(launch, environment));
            var tail = new Tail(log, 0, new Redaction(launch.secrets()), lines);
            var process = start(words, launch, environment, log);
            var session = (int) process.pid();
            var end =
                    awaited(
                            process,
                            launch.limit(),
                            tail,
                            () ->
                                    Processes.others().stream()
                                            .filter(one -> looks(one, mark, session))
                                            .toList());
            return ran(end.code(), end);
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static boolean looks(Processes.Running process, String mark, int session) {
        return process.session() == session
                || Processes.carries(process, List.of(mark)).orElse(false);
    }

    private static Ran ran(int code, End end) {
        return new Ran(code, Signals.of(code), end.late(), end.output());
    }

    private static Process start(
            List<String> words, Launch launch, Map<String, String> environment, Path log)
            throws IOException {
        if (!Files.isDirectory(launch.in())) {
            throw new Fault("BSC-400", Text.of("host.no-folder", launch.in()));
        }
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(launch.in().toFile())
                .redirectInput(launch.input().map(Path::toFile).orElse(NOTHING))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static End awaited(
            Process process, Duration limit, Tail tail, Supplier<List<Processes.Running>> all)
            throws IOException {
        var until = System.nanoTime() + limit.toNanos();
        try {
            while (!process.waitFor(FOLLOW_EVERY, TimeUnit.MILLISECONDS)) {
                tail.follow();
                if (System.nanoTime() >= until) {
                    return new End(ended(process, all), true, tail.end());
                }
            }
            return new End(process.exitValue(), false, tail.end());
        } catch (InterruptedException cutShort) {
            // Not passed on: what writes the log and the journal next would be cut short too.
            ended(process, all);
            throw new Fault("BSC-404", Text.of("host.cut-short"), cutShort);
        }
    }

    private static int ended(Process process, Supplier<List<Processes.Running>> all) {
        Ending.end(all, GRACE, GRACE);
        try {
            return process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)
                    ? process.exitValue()
                    : 128 + 9;
        } catch (InterruptedException again) {
            return 128 + 9;
        }
    }

    /** The command's own words, with what makes it run as its account before them. */
    static List<String> command(Launch launch, Map<String, String> environment) {
        var program = launch.argv().getFirst();
        var account = Account.of(launch.user());
        var words = new ArrayList<>(account.becoming(kept(launch, environment)));
        words.add(program.contains("/") ? program : found(program, environment));
        words.addAll(launch.argv().subList(1, launch.argv().size()));
        return words;
    }

    private static List<String> kept(Launch launch, Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("BASCULE_") || launch.env().containsKey(name))
                .sorted()
                .toList();
    }

    /**
     * A shell would take a word like {@code test} for its own: it gets the program's whole path.
     */
    private static String found(String program, Map<String, String> environment) {
        for (var folder : Optional.ofNullable(environment.get("PATH")).orElse("").split(":")) {
            var file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new Fault("BSC-400", Text.of("host.no-program", program));
    }

    static Map<String, String> environment(Launch launch) {
        var environment = new HashMap<>(Account.of(launch.user()).environment());
        environment.putAll(launch.env());
        return environment;
    }

    static void put(Map<String, String> environment, String mark) {
        var sign = mark.indexOf('=');
        environment.put(mark.substring(0, sign), mark.substring(sign + 1));
    }
}
