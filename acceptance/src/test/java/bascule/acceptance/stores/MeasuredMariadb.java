package bascule.acceptance.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** MariaDB as Debian has it, with its log on, and memory as an administrator would give it. */
final class MeasuredMariadb implements Measured {
    private final MariadbServer server;

    MeasuredMariadb(Path folder) throws IOException, InterruptedException {
        server =
                new MariadbServer(
                        folder.resolve("mariadb"),
                        "--log-bin=bin",
                        "--binlog-format=ROW",
                        "--server-id=1",
                        "--innodb-flush-log-at-trx-commit=1",
                        "--innodb-buffer-pool-size=512M",
                        "--innodb-log-file-size=1G",
                        "--max-allowed-packet=64M");
        server.create("shop");
        server.mayBeFollowed();
        for (var table = 1; table <= TABLES; table++) {
            server.app(
                    "shop",
                    "CREATE TABLE letters%d (id bigint PRIMARY KEY, sender varchar(40), at timestamp, body text, KEY (sender))"
                            .formatted(table));
        }
    }

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public Path data() {
        return server.data();
    }

    @Override
    public Stored stored(Path folder) {
        return new Stored(
                folder,
                "mariadb",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(server.port),
                        "user",
                        "app",
                        "password",
                        MariadbServer.PASSWORD,
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
                    SET @there = (SELECT COUNT(*) FROM letters%1$d);
                    INSERT INTO letters%1$d
                      SELECT seq, CONCAT('sender', seq %% 9973), NOW(), %2$s
                      FROM seq_1_to_%3$d WHERE seq > @there;
                    ANALYZE TABLE letters%1$d;
                    """
                            .formatted(table, BODY, rows));
        }
    }

    /** About 750 bytes, of which a fifth cannot be made smaller than by half. */
    private static final String BODY =
            "CONCAT(MD5(seq), MD5(seq * 7), MD5(seq * 13), MD5(seq * 17), MD5(seq * 19),"
                    + " REPEAT('This letter says what letters say. ', 17))";

    @Override
    public void change(int rows, int seed) throws IOException, InterruptedException {
        for (var table = 1; table <= TABLES; table++) {
            server.sql(
                    "shop",
                    """
                    SET @most = (SELECT MAX(id) FROM letters%1$d);
                    UPDATE letters%1$d JOIN
                      (SELECT DISTINCT CRC32(seq + %2$d) %% @most + 1 AS id FROM seq_1_to_%3$d) AS some
                      USING (id) SET sender = 'changed%2$d';
                    """
                            .formatted(table, seed, rows));
        }
    }

    private String reached(String program) {
        return "MYSQL_PWD=%s %s --no-defaults --host=127.0.0.1 --port=%d --user=app --max-allowed-packet=64M"
                .formatted(MariadbServer.PASSWORD, program, server.port);
    }

    @Override
    public String dump(Path file) {
        return reached("mariadb-dump")
                + " --single-transaction --quick --routines --triggers --events shop | gzip > '"
                + file
                + "'";
    }

    @Override
    public String load(Path file) {
        return "gunzip -c '%s' | %s shop".formatted(file, reached("mariadb"));
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        server.stop();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
