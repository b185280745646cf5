package bascule.cli.demo;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.host.Service;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The demo's Keycloak, started and stopped as the engine does it, so that {@code bascule}
 * recognises it afterwards.
 */
final class Server {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Place place;
    private final Settings settings;
    private final Path javaHome;
    private final Host host;

    Server(Place place, Settings settings, Path javaHome, Path stateFolder) {
        this.place = place;
        this.settings = settings;
        this.javaHome = javaHome;
        this.host = new LocalHost(stateFolder, Clock.systemUTC());
    }

    /** What the release asks for: the same settings for the old one and for the new one. */
    String configuration() {
        return """
        # One file, made by `bascule demo`. The database is shared, so that it can be read while
        # Keycloak serves. Keycloak 26 needs to be told the account that 25 gave it: see the recipe.
        db=dev-file
        db-url=jdbc:h2:file:${kc.home.dir}/data/h2/keycloakdb;NON_KEYWORDS=VALUE;AUTO_SERVER=TRUE
        http-enabled=true
        http-host=%s
        http-port=%d
        http-management-port=%d
        hostname-strict=false
        health-enabled=true
        cache=local
        """
                .formatted(Settings.ADDRESS, settings.port(), settings.managementPort());
    }

    void build(String release) {
        var root = place.release(release);
        var log = place.logs().resolve("build-" + release + ".log");
        try {
            var builder =
                    new ProcessBuilder(root.resolve("bin/kc.sh").toString(), "build")
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().putAll(environment());
            var process = builder.start();
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new Fault("BSC-552", Text.of("demo.not-built", release, log));
            }
        } catch (IOException cannot) {
            throw new Fault("BSC-552", Text.of("demo.not-built", release, cannot), cannot);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Fault("BSC-552", Text.of("demo.not-built", release, "interrupted"), ended);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "JAVA_HOME",
                javaHome.toString(),
                "JAVA_OPTS_APPEND",
                ("-Dh2.bindAddress=127.0.0.1 -Dnet.bytebuddy.experimental=true "
                                + settings.javaOptions())
                        .strip(),
                "KEYCLOAK_ADMIN",
                "admin",
                "KEYCLOAK_ADMIN_PASSWORD",
                settings.adminPassword(),
                "DEBUG",
                "false");
    }

    /** Starts what {@code current} names and waits until an administrator can sign in. */
    void start() {
        host.change(
                new Host.ServiceChange(Service.Verb.START, service(), Map.of(), false),
                literally(),
                LIMIT);
        try (var api = new Api(settings.base(), settings.adminPassword())) {
            var until = System.nanoTime() + LIMIT.toNanos();
            if (!Trace.await(api::serves, () -> gone() || System.nanoTime() > until)) {
                throw new Fault("BSC-552", Text.of("demo.not-serving", settings.base(), log()));
            }
        }
    }

    private boolean gone() {
        return host.standing(service(), literally()) == Host.Standing.STOPPED;
    }

    boolean runs() {
        // Also one whose folder somebody has taken away: it would be taken for the next one's.
        return host.standing(service(), literally()) == Host.Standing.RUNNING;
    }

    void stop(boolean force) {
        if (runs()) {
            host.change(
                    new Host.ServiceChange(Service.Verb.STOP, service(), Map.of(), force),
                    literally(),
                    Duration.ofSeconds(30));
        }
    }

    private Object log() {
        return host.output(service()).map(Object::toString).orElse("");
    }

    private Service service() {
        var root = place.current();
        var environment = new java.util.HashMap<String, Template>();
        environment().forEach((name, value) -> environment.put(name, Template.literal(value)));
        var start =
                new Command(
                        List.of(
                                literal(root.resolve("bin/kc.sh").toString()),
                                literal("start"),
                                literal("--optimized")),
                        Optional.empty(),
                        literal(root.toString()),
                        environment,
                        Optional.empty(),
                        LIMIT);
        return new Service.Plain(
                "server",
                start,
                literal(root.resolve("data/keycloak.pid").toString()),
                literal(root.toString()));
    }

    private static Template literal(String text) {
        return Template.literal(text);
    }

    private Host.Filler literally() {
        return new Host.Filler() {
            @Override
            public String fill(Template template) {
                return template.fill(
                        name -> {
                            throw new IllegalStateException("internal error: ${" + name + "}");
                        });
            }

            @Override
            public List<String> secrets() {
                return List.of(settings.adminPassword());
            }
        };
    }
}
