package bascule.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Debian that is booted with its own systemd, by systemd-nspawn; it needs root. */
public final class BootedHost {
    private static final Duration BOOT = Duration.ofMinutes(2);

    private final Path root;
    private final Path shared;
    private Process nspawn;

    /**
     * @param folder where its file system goes, and what it shares with this machine
     */
    BootedHost(Path folder) throws IOException, InterruptedException {
        this(folder, "", List.of());
    }

    /**
     * @param name of the kind of host, for the next who wants one like it
     * @param packages what Debian packages it has besides
     */
    public BootedHost(Path folder, String name, List<String> packages)
            throws IOException, InterruptedException {
        this.root = folder.resolve("root");
        this.shared = Files.createDirectories(folder.resolve("shared"));
        run("cp", "-a", "--reflink=auto", debian(name, packages).toString(), root.toString());
        this.nspawn = boot();
    }

    /** Where what takes long to make is kept from one run of the tests to the next. */
    public static Path kept() {
        return Path.of(System.getProperty("user.home"), ".cache", "bascule-tests");
    }

    /** A minimal Debian of this machine's own release and mirror, made once and kept. */
    private static Path debian(String name, List<String> packages)
            throws IOException, InterruptedException {
        var cache = kept();
        var source = source();
        var tree = cache.resolve("debian-" + source.get(1) + name);
        if (Files.isDirectory(tree)) {
            return tree;
        }
        Files.createDirectories(cache);
        var all = new ArrayList<>(List.of("systemd", "systemd-sysv", "dbus"));
        all.addAll(packages);
        var part = cache.resolve("debian.part");
        run("rm", "-rf", part.toString());
        run(
                "debootstrap",
                "--variant=minbase",
                "--include=" + String.join(",", all),
                source.get(1),
                part.toString(),
                source.get(0));
        Files.move(part, tree);
        return tree;
    }

    /** Mirror and release, as this machine's APT has them. */
    private static List<String> source() throws IOException, InterruptedException {
        var targets =
                run(
                        "apt-get",
                        "indextargets",
                        "--format",
                        "$(ORIGIN) $(COMPONENT) $(CREATED_BY) $(SITE) $(CODENAME)");
        return targets.lines()
                .filter(line -> line.startsWith("Debian main Packages "))
                .map(line -> Arrays.asList(line.split(" ")).subList(3, 5))
                .filter(each -> !each.get(1).contains("-"))
                .findFirst()
                .orElseThrow(() -> new IOException("no Debian among the sources: " + targets));
    }

    private Process boot() throws IOException, InterruptedException {
        var words =
                new ArrayList<>(
                        List.of(
                                "systemd-nspawn",
                                "--quiet",
                                "--boot",
                                "--register=no",
                                "--keep-unit",
                                "--hostname=basculetest",
                                "--private-network",
                                "--directory=" + root,
                                "--bind=" + shared + ":/shared",
                                "--bind-ro=" + System.getProperty("java.home") + ":/jdk"));
        var number = 0;
        for (var entry : classPath()) {
            words.add("--bind-ro=" + entry + ":/classes/" + number++);
        }
        var started =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectOutput(shared.resolveSibling("console.log").toFile())
                        .start();
        this.nspawn = started;
        await(() -> leader() > 0);
        await(() -> List.of("running", "degraded").contains(state()));
        return started;
    }

    private String state() {
        try {
            return inside(false, "systemctl", "is-system-running").strip();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** Off, and on again: what is in memory is gone, what is on disk stays. */
    public void reboot() throws IOException, InterruptedException {
        off();
        on();
    }

    /** On again, after {@link #off}. */
    public void on() throws IOException, InterruptedException {
        nspawn = boot();
    }

    /** Ends it, and takes its file system away. */
    public void end() throws IOException, InterruptedException {
        off();
        run("rm", "-rf", root.toString());
    }

    /** Powered off in order, as an administrator would: every unit is told to stop. */
    public void off() throws IOException, InterruptedException {
        run("kill", "-s", "SIGRTMIN+4", Long.toString(leader()));
        if (!nspawn.waitFor(BOOT.toSeconds(), TimeUnit.SECONDS)) {
            var console = Files.readString(shared.resolveSibling("console.log"));
            var left = inside(false, "ps", "-eo", "pid,ppid,stat,etimes,args");
            throw new IOException("it does not go off: " + console + left);
        }
    }

    /** The host's own first process. */
    private long leader() {
        return nspawn.descendants()
                .mapToLong(ProcessHandle::pid)
                .filter(BootedHost::isFirst)
                .findFirst()
                .orElse(0);
    }

    private static boolean isFirst(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.anyMatch(line -> line.matches("NSpid:\\s+\\d+\\s+1"));
        } catch (IOException | java.io.UncheckedIOException gone) {
            return false;
        }
    }

    /** A folder that both see; inside it is {@code /shared}. */
    public Path shared() {
        return shared;
    }

    public Path root() {
        return root;
    }

    /** What a person does there; it must end with 0. */
    public String does(String... words) throws IOException, InterruptedException {
        return inside(true, words);
    }

    /** What a person does there, however it ends. */
    public String tries(String... words) throws IOException, InterruptedException {
        return inside(false, words);
    }

    private String inside(boolean must, String... words) throws IOException, InterruptedException {
        var enter =
                new ArrayList<>(
                        List.of(
                                "nsenter",
                                "-t",
                                leader() + "",
                                "-m",
                                "-u",
                                "-i",
                                "-n",
                                "-p",
                                "--"));
        enter.addAll(List.of(words));
        return run(must, enter);
    }

    /** The class path of this test, as it is named there. */
    public static String classes() {
        return IntStream.range(0, classPath().size())
                .mapToObj(number -> "/classes/" + number)
                .collect(Collectors.joining(":"));
    }

    /** A Java program there, as a unit of its own, like the one that resumes runs. */
    String java(Class<?> program, String... args) throws IOException, InterruptedException {
        var words =
                new ArrayList<>(
                        List.of(
                                "systemd-run",
                                "--quiet",
                                "--wait",
                                "--collect",
                                "--pipe",
                                "/jdk/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classes(),
                                program.getName()));
        words.addAll(List.of(args));
        return does(words.toArray(String[]::new));
    }

    public static void await(BooleanSupplier condition) {
        var until = System.nanoTime() + BOOT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it did not become so");
            }
            Thread.onSpinWait();
        }
    }

    /** A command of this machine; it must end with 0. */
    public static String run(String... words) throws IOException, InterruptedException {
        return run(true, List.of(words));
    }

    private static String run(boolean must, List<String> words)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0 && must) {
            throw new IOException(String.join(" ", words) + ": " + output);
        }
        return output;
    }
}
