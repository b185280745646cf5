package bascule.acceptance.stores;

import java.io.IOException;

/** Four tables of letters in a PostgreSQL, of about 750 bytes each. */
public record Letters(PostgresServer server, String database) {
    /** Room for the log and in memory, as an administrator would give it. */
    public static final String MEMORY =
            "-c max_wal_size=4GB -c shared_buffers=512MB -c maintenance_work_mem=256MB";

    /** Of which a fifth cannot be made smaller than by half. */
    private static final String BODY =
            "md5(i::text) || md5((i * 7)::text) || md5((i * 13)::text) || md5((i * 17)::text)"
                    + " || md5((i * 19)::text) || repeat('This letter says what letters say. ', 17)";

    public void create() throws IOException, InterruptedException {
        each(
                """
                SET ROLE app;
                CREATE TABLE letters%1$d (id bigint PRIMARY KEY, sender text, at timestamptz, body text);
                CREATE INDEX ON letters%1$d (sender);
                """);
    }

    /** Adds rows until each table has so many. */
    public void fill(int rows) throws IOException, InterruptedException {
        each(
                """
                INSERT INTO letters%%1$d
                  SELECT i, 'sender' || i %%%% 9973, now(), %s
                  FROM generate_series((SELECT count(*) FROM letters%%1$d) + 1, %d) i;
                """
                        .formatted(BODY, rows));
        server.sql(database, "VACUUM ANALYZE");
        server.sql(database, "CHECKPOINT");
    }

    /** Writes new values into so many rows of each table, here and there. */
    public void change(int rows, int seed) throws IOException, InterruptedException {
        each(
                """
                UPDATE letters%%1$d SET sender = 'changed' || %1$d WHERE id IN (
                  SELECT (hashint8(i + %1$d)::bigint & 2147483647)
                    %%%% (SELECT max(id) FROM letters%%1$d) + 1 FROM generate_series(1, %2$d) i);
                """
                        .formatted(seed, rows));
    }

    /** Whatever else is written once for every table. */
    private void each(String statement) throws IOException, InterruptedException {
        for (var table = 1; table <= Measured.TABLES; table++) {
            server.sql(database, statement.formatted(table));
        }
    }
}
