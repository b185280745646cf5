package bascule.acceptance.keycloak;

import bascule.acceptance.BootedHost;
import bascule.acceptance.Ran;
import bascule.acceptance.stores.PostgresServer;
import bascule.cli.demo.Api;
import bascule.cli.demo.Download;
import bascule.cli.demo.Place;
import bascule.cli.demo.Realm;
import bascule.cli.demo.Rig;
import bascule.cli.demo.Settings;
import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.host.Service;
import bascule.instance.Jdks;
import bascule.instance.Toolchain;
import bascule.store.Archive;
import bascule.store.Trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keycloak 24 on a PostgreSQL of its own, installed as people do it and known to Bascule: 1,000
 * users whose passwords are hashed as 24 does. Closing it ends both servers.
 */
final class OnPostgres implements AutoCloseable {
    static final String OLD = "24.0.5";
    static final String NEW = "26.4.7";
    private static final int USERS = 1000;
    private static final String ADMIN = "an-admin-s-password";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    final Rig rig = Stand.tested("keycloak-postgres");
    final Place place = rig.place();
    final PostgresServer database;
    private final int port = PostgresServer.freePort();
    private final Path java = jdk17();

    OnPostgres() throws IOException, InterruptedException {
        for (var part : List.of("releases", "home", "postgres", "current", "logs")) {
            Trees.delete(place.folder().resolve(part));
        }
        Files.createDirectories(place.logs());
        database = new PostgresServer(place.folder().resolve("postgres"));
        database.create("keycloak");
        install();
    }

    private static Path jdk17() {
        return Jdks.find(System.getenv(), Path.of(System.getProperty("java.home"))).stream()
                .filter(jdk -> jdk.series().equals("17"))
                .map(Toolchain::home)
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no JDK 17 on this machine"));
    }

    private void install() throws IOException, InterruptedException {
        var root = place.release(OLD);
        if (!Files.exists(place.archive(OLD))) {
            new Download(place).fetch(OLD);
        }
        Archive.unpack(place.archive(OLD), root, true, place.folder());
        Files.writeString(root.resolve("conf/keycloak.conf"), configuration());
        Files.writeString(
                environmentFile(), "KC_HTTP_MANAGEMENT_PORT=" + PostgresServer.freePort() + "\n");
        Files.createSymbolicLink(place.current(), Path.of("releases", OLD));
        build(root);
        start();
        try (var api = api()) {
            var made = api.createRealm(Realm.json(USERS, ""));
            if (!made.good()) {
                throw new AssertionError(made.status() + " " + made.body());
            }
            if (!api.signsIn(Settings.tester())) {
                throw new AssertionError("the tester cannot sign in");
            }
        }
        adopt();
    }

    private String configuration() {
        return """
        db=postgres
        db-url=jdbc:postgresql://127.0.0.1:%d/keycloak
        db-username=app
        db-password=%s
        http-enabled=true
        http-host=127.0.0.1
        http-port=%d
        hostname-strict=false
        health-enabled=true
        cache=local
        """
                .formatted(database.port, PostgresServer.PASSWORD, port);
    }

    private Path environmentFile() {
        return place.folder().resolve("environment");
    }

    private void build(Path root) throws IOException, InterruptedException {
        var log = place.logs().resolve("build.log");
        var builder = new ProcessBuilder(root.resolve("bin/kc.sh").toString(), "build");
        builder.directory(root.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment());
        var process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new AssertionError(Files.readString(log));
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "JAVA_HOME",
                java.toString(),
                "KEYCLOAK_ADMIN",
                "admin",
                "KEYCLOAK_ADMIN_PASSWORD",
                ADMIN,
                "DEBUG",
                "false");
    }

    Api api() {
        return new Api("http://127.0.0.1:" + port, ADMIN);
    }

    /** What visitors ask for. */
    String realm() {
        return "http://127.0.0.1:" + port + "/realms/" + Settings.REALM;
    }

    Ran upgrade() {
        return new Typed(rig)
                .bascule("upgrade", "keycloak", "--to=" + NEW, "--accept=management-port", "--yes");
    }

    /**
     * The release in force, byte by byte with owners and modes. Not in it: what a server that runs
     * writes (its number, its scratch files).
     */
    String files() throws IOException, InterruptedException {
        return BootedHost.run(
                "sh",
                "-c",
                "cd \"$1\" && readlink current && cd current/ && find . -path ./data -prune -o"
                        + " -printf '%p %y %u:%g %m %l\\n' | sort"
                        + " && find . -path ./data -prune -o -type f -print0 | sort -z | xargs -0 sha256sum",
                "sh",
                place.folder().toString());
    }

    /** Started as the engine starts a plain process, so that Bascule knows it again. */
    private void start() {
        change(Service.Verb.START, false);
        var until = System.nanoTime() + LIMIT.toNanos();
        try (var api = api()) {
            while (!api.serves()) {
                if (System.nanoTime() > until) {
                    throw new AssertionError("24 does not serve");
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Ends whichever release runs. */
    void stop() {
        change(Service.Verb.STOP, true);
    }

    private void change(Service.Verb verb, boolean force) {
        new LocalHost(place.state(), Clock.systemUTC())
                .change(
                        new Host.ServiceChange(verb, service(), Map.of(), force),
                        new Plainly(),
                        LIMIT);
    }

    private Service service() {
        var root = place.current().toString();
        var environment = new HashMap<String, Template>();
        environment().forEach((name, value) -> environment.put(name, Template.literal(value)));
        var words = List.of(root + "/bin/kc.sh", "start", "--optimized");
        return new Service.Plain(
                "server",
                new Command(
                        words.stream().map(Template::literal).toList(),
                        Optional.empty(),
                        Template.literal(root),
                        environment,
                        Optional.empty(),
                        LIMIT),
                Template.literal(root + "/data/keycloak.pid"),
                Template.literal(root));
    }

    /** Nothing in it is left open. */
    private static final class Plainly implements Host.Filler {
        @Override
        public String fill(Template template) {
            return template.fill(name -> name);
        }

        @Override
        public List<String> secrets() {
            return List.of(ADMIN);
        }
    }

    private void adopt() throws IOException {
        var secret = place.folder().resolve("tester");
        Files.writeString(secret, Settings.password(Settings.tester()) + "\n");
        bascule(
                0,
                "adopt",
                Place.INSTANCE,
                "--recipe=keycloak",
                "--root=" + place.current(),
                "--answer=env-file=" + environmentFile(),
                "--answer=tester=" + Settings.tester(),
                "--answer=tester-password=@" + secret,
                "--answer=tester-realm=" + Settings.REALM,
                "--answer=tester-client=" + Settings.CLIENT);
    }

    /** The instance file, for people to edit. */
    Path instance() {
        return place.home().resolve("config/instances/" + Place.INSTANCE + ".yaml");
    }

    /** The real command; another exit code than this is a failure of the test. */
    String bascule(int code, String... words) {
        var ran = new Typed(rig).bascule(words);
        if (ran.code() != code) {
            throw new AssertionError(ran.code() + ", not " + code + ":\n" + ran.said());
        }
        return ran.said();
    }

    @Override
    public void close() throws IOException {
        stop();
        database.close();
    }
}
