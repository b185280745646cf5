package bascule.store;

import bascule.host.Host;
import bascule.host.Launch;
import bascule.host.Ran;
import bascule.problem.Fault;
import bascule.text.Text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A server's own programs, run on this machine for one step. Passwords go by their environment, and
 * are taken out of what they print.
 *
 * @param first a folder that is searched for them before all others; empty is none
 * @param work where the traces of the step are, so that a program that outlives us is found
 */
public record Programs(
        Host host, List<String> secrets, Duration limit, Optional<Launch.Work> work, String first) {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * One of them, with what it is given.
     *
     * @param input what it reads; empty is nothing
     * @param lines hears each line that it prints
     */
    record Call(
            List<String> argv,
            Map<String, String> env,
            Optional<Path> input,
            Consumer<String> lines) {}

    /** Runs one to its end, whatever that is. */
    Ran run(List<String> argv, Map<String, String> env) {
        return run(new Call(argv, env, Optional.empty(), _ -> {}));
    }

    /** Runs one to its end, whatever that is. */
    Ran run(Call call) {
        var env = call.env();
        var all = new HashMap<>(env);
        all.put("LC_ALL", "C.UTF-8");
        all.put("PATH", first.isEmpty() ? PATH : first + ":" + PATH);
        var hidden = new ArrayList<>(secrets);
        env.forEach(
                (name, value) -> {
                    if (name.contains("PASS") || name.contains("PWD") || name.contains("AUTH")) {
                        hidden.add(value);
                    }
                });
        return host.run(
                new Launch(
                        call.argv(),
                        Optional.empty(),
                        Path.of("/"),
                        all,
                        limit,
                        hidden,
                        work,
                        call.input()),
                call.lines());
    }

    /**
     * What a program is run for.
     *
     * @param code of the problem if it does not end with 0
     * @param key of the text: what for, the program, its code, what it said
     * @param what the database, or whatever it works on
     */
    record Task(String code, String key, String what) {}

    /**
     * @throws Fault of the task if it does not end with 0
     */
    Ran must(Task task, List<String> argv, Map<String, String> env) {
        return must(task, new Call(argv, env, Optional.empty(), _ -> {}));
    }

    /**
     * The same, given a file to read.
     *
     * @throws Fault of the task if it does not end with 0
     */
    Ran must(Task task, List<String> argv, Map<String, String> env, Path input) {
        return must(task, new Call(argv, env, Optional.of(input), _ -> {}));
    }

    /**
     * @throws Fault of the task if it does not end with 0
     */
    Ran must(Task task, Call call) {
        var ran = run(call);
        if (ran.code() != 0) {
            var program = Path.of(call.argv().getFirst()).getFileName();
            throw new Fault(
                    task.code(), Text.of(task.key(), task.what(), program, ran.code(), said(ran)));
        }
        return ran;
    }

    /** The first line that speaks of an error, or the last of all. */
    private static String said(Ran ran) {
        var lines = ran.output().strip().lines().toList();
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                .findFirst()
                .orElseGet(() -> lines.isEmpty() ? "" : lines.getLast());
    }

    /** The same for a server that stays until it is ended: its traces are in its own folder. */
    Programs of(Path server) {
        var serving = new Launch.Work(server, server.toString(), "scratch");
        return new Programs(host, secrets, limit, Optional.of(serving), first);
    }

    /** The same with less time. */
    Programs within(Duration shorter) {
        return new Programs(host, secrets, shorter, work, first);
    }

    /** The same for a look that changes nothing: no log of it is kept. */
    Programs looking() {
        return new Programs(host, secrets, limit, Optional.empty(), first);
    }

    /** Ends whatever was left running. */
    void end() {
        work.filter(traces -> Files.isDirectory(traces.folder()))
                .ifPresent(traces -> host.quieten(traces, Duration.ZERO));
    }

    /** The first of its names that is on this machine, or the first of all. */
    String named(List<String> names) {
        return names.stream()
                .filter(name -> folder(name, List.of(PATH.split(":"))).isPresent())
                .findFirst()
                .orElseGet(names::getFirst);
    }

    /** The first folder that has a program, of those where packages put the programs of servers. */
    Optional<Path> folder(String program, List<String> folders) {
        return Stream.concat(Stream.of(first), folders.stream())
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve(program)))
                .findFirst();
    }

    /**
     * The words before a server's program that make it run as the account it is meant for: servers
     * refuse to run as root. It may look into folders that are root's alone, and into nothing else;
     * so may {@code access}, which would else ask without that right.
     *
     * @return empty if there is no such account
     */
    Optional<List<String>> as(String account) {
        if (!host.identity().getOrDefault("user", "").equals("root")) {
            return Optional.of(List.of());
        }
        return run(List.of("id", account), Map.of()).code() == 0
                ? Optional.of(asKnown(account))
                : Optional.empty();
    }

    /** The same for an account that was seen to be there. */
    List<String> asKnown(String account) {
        return host.identity().getOrDefault("user", "").equals("root")
                ? List.of(
                        "setpriv",
                        "--reuid=" + account,
                        "--regid=" + account,
                        "--init-groups",
                        "--securebits=+no_setuid_fixup",
                        "--inh-caps=+dac_read_search",
                        "--ambient-caps=+dac_read_search")
                : List.of();
    }
}
