package bascule.acceptance.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** PostgreSQL as Debian has it, with room for its log as an administrator would give it. */
final class MeasuredPostgres implements Measured {
    private final PostgresServer server;

    MeasuredPostgres(Path folder) throws IOException, InterruptedException {
        server =
                new PostgresServer(
                        folder.resolve("postgresql"),
                        "-c max_wal_size=4GB -c shared_buffers=512MB -c maintenance_work_mem=256MB");
        server.mayBeFollowed();
        server.create("shop");
        for (var table = 1; table <= TABLES; table++) {
            server.sql(
                    "shop",
                    """
                    SET ROLE app;
                    CREATE TABLE letters%1$d (id bigint PRIMARY KEY, sender text, at timestamptz, body text);
                    CREATE INDEX ON letters%1$d (sender);
                    """
                            .formatted(table));
        }
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
        for (var table = 1; table <= TABLES; table++) {
            server.sql(
                    "shop",
                    """
                    INSERT INTO letters%1$d
                      SELECT i, 'sender' || i %% 9973, now(), %2$s
                      FROM generate_series((SELECT count(*) FROM letters%1$d) + 1, %3$d) i;
                    """
                            .formatted(table, BODY, rows));
        }
        server.sql("shop", "VACUUM ANALYZE");
        server.sql("shop", "CHECKPOINT");
    }

    /** About 750 bytes, of which a fifth cannot be made smaller than by half. */
    private static final String BODY =
            "md5(i::text) || md5((i * 7)::text) || md5((i * 13)::text) || md5((i * 17)::text)"
                    + " || md5((i * 19)::text) || repeat('This letter says what letters say. ', 17)";

    @Override
    public void change(int rows, int seed) throws IOException, InterruptedException {
        for (var table = 1; table <= TABLES; table++) {
            server.sql(
                    "shop",
                    """
                    UPDATE letters%1$d SET sender = 'changed' || %2$d WHERE id IN (
                      SELECT (hashint8(i + %2$d)::bigint & 2147483647)
                        %% (SELECT max(id) FROM letters%1$d) + 1 FROM generate_series(1, %3$d) i);
                    """
                            .formatted(table, seed, rows));
        }
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
