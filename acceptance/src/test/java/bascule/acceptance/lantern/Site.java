package bascule.acceptance.lantern;

import bascule.store.Trees;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * One installed Lantern, known to Bascule, in a folder of its own. Closing it ends its processes.
 */
final class Site implements AutoCloseable {
    static final String ROWS = "one\ntwo\nthree\n";
    private static final Duration LONG = Duration.ofMinutes(3);

    final Path folder;
    final Path root;
    final int port;

    /** How the command ended, and all that it said. */
    record Ran(int code, String said) {}

    /**
     * @param linked whether the root is a link to one of several releases, or one plain folder
     */
    Site(Path folder, boolean linked) throws IOException {
        this.folder = folder;
        this.root = folder.resolve("current");
        this.port = freePort();
        for (var release : List.of("2.0.0", "2.1.0", "2.2.0")) {
            Files.createDirectories(folder.resolve("archives"));
            Files.write(folder.resolve("archives/lantern-" + release + ".tar.gz"), packed(release));
        }
        var release = linked ? folder.resolve("releases/1.0.0") : root;
        Files.createDirectories(release.resolve("bin"));
        Files.createDirectories(release.resolve("conf"));
        Files.writeString(release.resolve("release.txt"), "1.0.0\n");
        Files.writeString(release.resolve("bin/lantern"), program());
        release.resolve("bin/lantern").toFile().setExecutable(true);
        Files.writeString(
                release.resolve("conf/lantern.conf"), "# ours\nport=" + port + "\nclosed=false\n");
        var data = linked ? folder.resolve("shared/data") : release.resolve("data");
        Files.createDirectories(data);
        Files.writeString(data.resolve("schema"), "1.0.0\n");
        Files.writeString(data.resolve("rows"), ROWS);
        if (linked) {
            Files.createSymbolicLink(release.resolve("data"), Path.of("../../shared/data"));
            Files.createSymbolicLink(root, Path.of("releases/1.0.0"));
        }
        know();
        start();
    }

    private void know() throws IOException {
        var recipe = Files.createDirectories(config().resolve("recipes/lantern"));
        for (var name : List.of("recipe.yaml", "releases.yaml")) {
            try (var in = Site.class.getResourceAsStream("/lantern/" + name)) {
                Files.write(
                        recipe.resolve(name), java.util.Objects.requireNonNull(in).readAllBytes());
            }
        }
        Files.createDirectories(config().resolve("secrets"));
        var secret = Files.writeString(config().resolve("secrets/tester"), "s3cret-lamp\n");
        Files.createDirectories(config().resolve("instances"));
        Files.writeString(
                config().resolve("instances/lamp.yaml"),
                """
                instance: lamp
                recipe: lantern
                method: folder
                root: %s
                facts:
                  archives: %s
                  password: { file: %s, secret: true }
                """
                        .formatted(root, folder.resolve("archives"), secret));
    }

    Path config() {
        return folder.resolve("home/config");
    }

    Path state() {
        return folder.resolve("home/state/instances/lamp");
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

    /** The real command, in a process and session of its own. */
    Ran bascule(Map<String, String> env, String... words) {
        return finished(begin(env, words));
    }

    Process begin(Map<String, String> env, String... words) {
        var line = new ArrayList<>(List.of("setsid", "--wait", java().toString()));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        line.add(System.getProperty("java.class.path"));
        line.add("bascule.cli.Bascule");
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(folder.resolve("said.log").toFile());
        builder.environment().putAll(env);
        builder.environment().put("BASCULE_HOME", folder.resolve("home").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException cannot) {
            throw new AssertionError(cannot);
        }
    }

    Ran finished(Process process) {
        try {
            if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LONG);
            }
            return new Ran(process.exitValue(), Files.readString(folder.resolve("said.log")));
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
        return """
               #!/bin/sh
               # Lantern: serves the folder above this one.
               exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s "${0%%/*}/.." "$@"
               """
                .formatted(
                        java(),
                        Path.of(
                                Lantern.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath()),
                        Lantern.class.getName());
    }

    private static byte[] packed(String release) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            put(tar, "lantern/release.txt", release + "\n", 0644);
            put(tar, "lantern/bin/lantern", program(), 0755);
            put(tar, "lantern/conf/lantern.conf", "port=1\nclosed=false\nnew=yes\n", 0644);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, String text, int mode)
            throws IOException {
        var content = text.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
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
