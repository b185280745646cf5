package bascule.acceptance.lantern;

import bascule.acceptance.Ran;
import bascule.store.Trees;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One installed Lantern, known to Bascule, in a folder of its own. Closing it ends its processes.
 */
final class Site implements AutoCloseable {
    static final String ROWS = Installed.ROWS;
    private static final Duration LONG = Duration.ofMinutes(3);

    final Path folder;
    final Path root;
    final int port;

    /**
     * @param linked whether the root is a link to one of several releases, or one plain folder
     */
    Site(Path folder, boolean linked) throws IOException {
        this.folder = folder;
        this.root = folder.resolve("current");
        this.port = freePort();
        new Installed(folder, folder, linked, port, program()).lay();
        start();
    }

    Path config() {
        return folder.resolve("home/config");
    }

    Path state() {
        return folder.resolve("home/state/instances/lamp");
    }

    /** The journal of the last run. */
    Path journal() throws IOException {
        try (var runs = Files.list(state().resolve("runs"))) {
            return runs.sorted().reduce((_, newer) -> newer).orElseThrow().resolve("journal.jsonl");
        }
    }

    /** The root's data, whatever release is current. */
    Path data() {
        return root.resolve("data");
    }

    String release() throws IOException {
        return Files.readString(root.resolve("release.txt")).strip();
    }

    String schema() throws IOException {
        return Files.readString(data().resolve("schema")).strip();
    }

    String rows() throws IOException {
        return Files.readString(data().resolve("rows"));
    }

    /** What it answers at a path; empty where nothing answers. */
    String ask(String path) {
        try (var client = HttpClient.newHttpClient()) {
            var url = URI.create("http://127.0.0.1:" + port + path);
            var reply =
                    client.send(
                            HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build(),
                            HttpResponse.BodyHandlers.ofString());
            return reply.body();
        } catch (IOException nobody) {
            return "";
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    Ran bascule(String... words) {
        return bascule(Map.of(), words);
    }

    /** What another command says while one is under way. */
    String bascule(Path log, String... words) {
        return finished(begin(log, Map.of(), words), log).said();
    }

    /** The real command, in a process and session of its own. */
    Ran bascule(Map<String, String> env, String... words) {
        return finished(begin(env, words));
    }

    /** The words that start the command, without a shell. */
    static List<String> line(String... words) {
        var line = new ArrayList<>(List.of(java().toString()));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        line.add(System.getProperty("java.class.path"));
        line.add("bascule.cli.Bascule");
        line.addAll(List.of(words));
        return line;
    }

    Process begin(Map<String, String> env, String... words) {
        return begin(said(), env, words);
    }

    Process begin(Path log, Map<String, String> env, String... words) {
        // Whoever runs the tests in the background has Ctrl-C ignored, and so would the command.
        var line = new ArrayList<>(List.of("env", "--default-signal=INT,HUP", "setsid", "--wait"));
        line.addAll(line(words));
        return begin(log, env, line);
    }

    Process begin(Path log, Map<String, String> env, List<String> line) {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(log.toFile());
        builder.environment().putAll(env);
        builder.environment().put("BASCULE_HOME", folder.resolve("home").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException cannot) {
            throw new AssertionError(cannot);
        }
    }

    private Path said() {
        return folder.resolve("said.log");
    }

    Ran finished(Process process) {
        return finished(process, said());
    }

    Ran finished(Process process, Path log) {
        try {
            if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LONG);
            }
            return new Ran(process.exitValue(), Files.readString(log));
        } catch (IOException cannot) {
            throw new AssertionError(cannot);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ended);
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static String program() {
        var classes = Lantern.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Installed.program(java().toString(), classes);
    }

    /** Started by hand, as its administrator would. */
    void start() throws IOException {
        new ProcessBuilder("setsid", root.resolve("bin/lantern").toString(), "serve")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("lantern.log").toFile())
                .start();
        while (ask("/health").isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** Those that answer visitors. */
    List<ProcessHandle> serving() {
        return processes().stream()
                .filter(
                        process ->
                                process.info()
                                        .arguments()
                                        .map(words -> words[words.length - 1].equals("serve"))
                                        .orElse(false))
                .toList();
    }

    /** Every process that works from this folder. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(
                        process ->
                                process.info()
                                        .arguments()
                                        .map(words -> String.join(" ", words))
                                        .orElse("")
                                        .contains(folder.toString()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        processes().forEach(ProcessHandle::destroyForcibly);
        Trees.deleteQuietly(folder.resolve("home"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
