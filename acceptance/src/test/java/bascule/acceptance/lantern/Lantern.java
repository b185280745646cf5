package bascule.acceptance.lantern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * The application: rows in a file, a schema that its release migrates when it starts. Release 2.1.0
 * lets nobody sign in; 2.2.0 dies in the middle of its migration.
 */
public final class Lantern {
    private final Path home;
    private final String release;

    private Lantern(Path home) throws IOException {
        this.home = home;
        this.release = Files.readString(home.resolve("release.txt")).strip();
    }

    public static void main(String[] args) throws IOException {
        new Lantern(Path.of(args[0])).serve();
    }

    private void serve() throws IOException {
        var conf = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("conf/lantern.conf"))) {
            conf.load(in);
        }
        migrate();
        // Whoever wants it to be slow says so with a file.
        while (Files.exists(home.resolve("data/slow"))) {
            LockSupport.parkNanos(10_000_000);
        }
        var address = System.getenv().getOrDefault("LANTERN_ADDRESS", "127.0.0.1");
        var port = Integer.parseInt(conf.getProperty("port"));
        var server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/health", exchange -> answer(exchange, 200, release));
        server.createContext("/rows", exchange -> answer(exchange, 200, rows()));
        server.createContext("/add", this::add);
        server.createContext("/sign-in", this::signIn);
        server.start();
    }

    private void migrate() throws IOException {
        var schema = home.resolve("data/schema");
        if (!Files.readString(schema).strip().equals(release)) {
            write("migrated to " + release);
            if (release.equals("2.2.0")) {
                Files.writeString(home.resolve("data/half"), "half");
                System.err.println("cannot migrate: out of luck");
                System.exit(1);
            }
            Files.writeString(schema, release + "\n");
        }
    }

    private void add(HttpExchange exchange) throws IOException {
        write(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, 200, "added");
    }

    private void signIn(HttpExchange exchange) throws IOException {
        var said = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var fine = said.equals("password=s3cret-lamp") && !release.equals("2.1.0");
        answer(exchange, fine ? 200 : 401, fine ? "welcome" : "no");
    }

    private void write(String row) throws IOException {
        Files.writeString(
                home.resolve("data/rows"),
                row + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private String rows() throws IOException {
        return Files.readString(home.resolve("data/rows"));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
