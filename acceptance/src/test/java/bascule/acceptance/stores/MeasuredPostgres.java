package bascule.acceptance.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** PostgreSQL as Debian has it, with room for its log as an administrator would give it. */
final class MeasuredPostgres implements Measured {
    private final PostgresServer server;
    private final Letters letters;

    MeasuredPostgres(Path folder) throws IOException, InterruptedException {
        server = new PostgresServer(folder.resolve("postgresql"), Letters.MEMORY);
        server.mayBeFollowed();
        server.create("shop");
        letters = new Letters(server, "shop");
        letters.create();
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Path data() {
        return server.folder();
    }

    @Override
    public Stored stored(Path folder) {
        return new Stored(
                folder,
                "postgresql",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(server.port),
                        "user",
                        "app",
                        "password",
                        PostgresServer.PASSWORD,
                        "database",
                        "shop"),
                Duration.ofHours(1));
    }

    @Override
    public void fill(int rows) throws IOException, InterruptedException {
        letters.fill(rows);
    }

    @Override
    public void change(int rows, int seed) throws IOException, InterruptedException {
        letters.change(rows, seed);
    }

    private String reached(String program) {
        return "PGPASSWORD=%s %s -h 127.0.0.1 -p %d -U app -d shop"
                .formatted(PostgresServer.PASSWORD, program, server.port);
    }

    @Override
    public String dump(Path file) {
        return reached("pg_dump --clean --if-exists") + " | gzip > '" + file + "'";
    }

    @Override
    public String load(Path file) {
        return "gunzip -c '%s' | %s -q -o /dev/null -v ON_ERROR_STOP=1"
                .formatted(file, reached("psql"));
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        server.stop("fast");
    }

    @Override
    public void start() throws IOException, InterruptedException {
        server.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
