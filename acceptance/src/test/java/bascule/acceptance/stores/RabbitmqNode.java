package bascule.acceptance.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A RabbitMQ node with folders, ports, a cookie and a port mapper of its own; Debian's programs.
 * Closing it ends all of it.
 */
final class RabbitmqNode implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process mapper;
    private final Process server;
    final int management;

    RabbitmqNode(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.management = free();
        var mapping = free();
        mapper = started(Map.of(), "epmd", "-address", "127.0.0.1", "-port", mapping + "");
        server = started(settings(mapping), SERVER.toString());
        while (!answers()) {
            if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
                close();
                throw new IOException(Files.readString(folder.resolve("out.log")));
            }
        }
    }

    private Map<String, String> settings(int mapping) throws IOException {
        for (var each : new String[] {"home", "data", "log", "generated"}) {
            Files.createDirectories(folder.resolve(each));
        }
        var plugins =
                Files.writeString(
                        folder.resolve("enabled_plugins"),
                        "[rabbitmq_management,rabbitmq_shovel].\n");
        var config =
                Files.writeString(
                        folder.resolve("rabbitmq.conf"),
                        """
                        listeners.tcp.1 = 127.0.0.1:%d
                        management.tcp.ip = 127.0.0.1
                        management.tcp.port = %d
                        log.file.level = debug
                        """
                                .formatted(free(), management));
        return Map.ofEntries(
                Map.entry("HOME", folder.resolve("home").toString()),
                Map.entry("ERL_EPMD_PORT", mapping + ""),
                Map.entry("RABBITMQ_NODENAME", "bascule" + mapping + "@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", free() + ""),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_GENERATED_CONFIG_DIR", folder.resolve("generated").toString()),
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", config.toString()));
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process started(Map<String, String> settings, String... words) throws IOException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(settings);
        return builder.redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out.log").toFile()))
                .start();
    }

    private boolean answers() throws InterruptedException {
        try {
            ask("GET", "overview", "");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What its management plugin answers to the first administrator. */
    String ask(String method, String path, String body) throws IOException, InterruptedException {
        var account =
                Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/api/%s".formatted(management, path)))
                        .header("Authorization", "Basic " + account)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + answer.body());
        }
        return answer.body();
    }

    void put(String path, String body) throws IOException, InterruptedException {
        ask("PUT", path, body);
    }

    void delete(String path) throws IOException, InterruptedException {
        ask("DELETE", path, "");
    }

    /** What it has written down of its work. */
    String log() throws IOException {
        var said = new StringBuilder();
        try (var files = Files.newDirectoryStream(folder.resolve("log"), "*.log")) {
            for (var file : files) {
                said.append(Files.readString(file));
            }
        }
        return said.toString();
    }

    @Override
    public void close() {
        client.close();
        var all = server.descendants().toList();
        server.destroyForcibly().onExit().join();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
        mapper.destroyForcibly().onExit().join();
    }
}
