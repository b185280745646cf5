package bascule.check;

import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.text.Text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** Whether what is fetched can be had: it is here already, or its place can be reached. */
record Sources(Ground ground) {
    private static final int PATIENCE = 5000;

    Finding look(Plan plan) {
        var unproved = new ArrayList<String>();
        for (var fetch : Commanded.fetches(plan)) {
            var location = fetch.location().text();
            var against =
                    Files.exists(Path.of(fetch.into().text())) ? null : against(fetch, location);
            if (against != null) {
                return Findings.block(
                        plan, "BSC-106", against, Text.of("check.source.next", location));
            }
            if (fetch.sha256().isEmpty() && fetch.signature().isEmpty()) {
                unproved.add(location);
            }
        }
        if (unproved.isEmpty()) {
            return Findings.pass("check.sources", Commanded.fetches(plan).size());
        }
        return Findings.warn(
                plan,
                "BSC-112",
                Text.of("check.no-checksum", String.join(", ", unproved)),
                Text.of("check.no-checksum.next", plan.recipe()));
    }

    private @org.jspecify.annotations.Nullable Text against(Action.Fetch fetch, String location) {
        return switch (fetch.source()) {
            case "maven" -> maven(location);
            case "git" -> program("git", location);
            default -> archive(location);
        };
    }

    private @org.jspecify.annotations.Nullable Text maven(String coordinates) {
        var parts = coordinates.split(":");
        var home = ground.environment().get("HOME");
        if (home != null && parts.length >= 3) {
            var folder =
                    Path.of(home, ".m2/repository")
                            .resolve(parts[0].replace('.', '/'))
                            .resolve(parts[1])
                            .resolve(parts[2]);
            var type = parts.length > 3 ? parts[3] : "jar";
            if (Files.exists(folder.resolve("%s-%s.%s".formatted(parts[1], parts[2], type)))) {
                return null;
            }
        }
        return program("mvn", coordinates);
    }

    private @org.jspecify.annotations.Nullable Text program(String name, String location) {
        return Commanded.program(name, ground.environment().getOrDefault("PATH", "")).isPresent()
                ? null
                : Text.of("check.source-program", location, name);
    }

    private static @org.jspecify.annotations.Nullable Text archive(String location) {
        if (location.startsWith("/")) {
            return Files.isReadable(Path.of(location))
                    ? null
                    : Text.of("check.source-missing", location);
        }
        if (location.startsWith("file:")) {
            return Files.isReadable(Path.of(URI.create(location)))
                    ? null
                    : Text.of("check.source-missing", location);
        }
        if (System.getenv("https_proxy") != null || System.getenv("http_proxy") != null) {
            return null;
        }
        var uri = URI.create(location);
        var port =
                Optional.of(uri.getPort())
                        .filter(number -> number > 0)
                        .orElse("http".equals(uri.getScheme()) ? 80 : 443);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(String.valueOf(uri.getHost()), port), PATIENCE);
            return null;
        } catch (IOException unreachable) {
            return Text.of("check.source-unreachable", location, String.valueOf(unreachable));
        }
    }
}
