package bascule.acceptance.lantern;

import bascule.acceptance.stores.MariadbServer;
import bascule.acceptance.stores.PostgresServer;

import java.io.IOException;
import java.nio.file.Path;

/** The server of a {@link Ledger}, which serves it alone. */
interface LedgerServer {
    String kind();

    int port();

    String password();

    Path data();

    /** What starts it and stays with it: a script. */
    String program() throws IOException;

    void stop() throws IOException, InterruptedException;

    /** Returns when it lets people in. */
    void answers() throws IOException, InterruptedException;

    String sql(String script) throws IOException, InterruptedException;

    /** Everything in it, as text. */
    String picture() throws IOException, InterruptedException;

    /** How much of its log is kept for somebody who follows. */
    String slots() throws IOException, InterruptedException;

    /** One of PostgreSQL. */
    record Postgres(PostgresServer server) implements LedgerServer {
        static LedgerServer in(Path folder) throws IOException, InterruptedException {
            return filled(new PostgresServer(folder.resolve("postgres")));
        }

        static LedgerServer filled(PostgresServer server) throws IOException, InterruptedException {
            server.mayBeFollowed();
            server.create("ledger");
            server.sql(
                    "ledger",
                    """
                    SET ROLE app;
                    CREATE TABLE accounts (id serial PRIMARY KEY, owner text, amount int);
                    INSERT INTO accounts (owner, amount)
                      SELECT 'anna' || i, i FROM generate_series(1, 2000) i;
                    CREATE VIEW total AS SELECT sum(amount) FROM accounts;
                    """);
            return new Postgres(server);
        }

        @Override
        public String kind() {
            return "postgresql";
        }

        @Override
        public int port() {
            return server.port;
        }

        @Override
        public String password() {
            return PostgresServer.PASSWORD;
        }

        @Override
        public Path data() {
            return server.folder();
        }

        @Override
        public String program() throws IOException {
            return server.program();
        }

        @Override
        public void stop() throws IOException, InterruptedException {
            server.stop("fast");
        }

        @Override
        public void answers() throws IOException, InterruptedException {
            server.answers();
        }

        @Override
        public String sql(String script) throws IOException, InterruptedException {
            return server.sql("ledger", script);
        }

        @Override
        public String picture() throws IOException, InterruptedException {
            return server.picture("ledger");
        }

        @Override
        public String slots() throws IOException, InterruptedException {
            return sql("SELECT count(*) FROM pg_replication_slots").strip();
        }
    }

    /** One of MariaDB. */
    record Mariadb(MariadbServer server) implements LedgerServer {
        static LedgerServer in(Path folder) throws IOException, InterruptedException {
            var server = new MariadbServer(folder.resolve("mariadb"), MariadbServer.followed());
            server.mayBeFollowed();
            return filled(server);
        }

        /** One of others', too, where the ledger is much. */
        static LedgerServer shared(Path folder) throws IOException, InterruptedException {
            var server = new MariadbServer(folder.resolve("mariadb"), MariadbServer.followed());
            server.mayReadTheLog();
            server.create("blog");
            var ledger = filled(server);
            server.app(
                    "ledger",
                    """
                    CREATE TABLE scans (id int PRIMARY KEY, image longtext);
                    INSERT INTO scans SELECT seq, REPEAT(MD5(seq), 3000) FROM seq_1_to_900;
                    ANALYZE TABLE scans;
                    """);
            return ledger;
        }

        private static LedgerServer filled(MariadbServer server)
                throws IOException, InterruptedException {
            server.create("ledger");
            server.app(
                    "ledger",
                    """
                    CREATE TABLE accounts (id int AUTO_INCREMENT PRIMARY KEY, owner text, amount int);
                    INSERT INTO accounts (owner, amount) SELECT CONCAT('anna', seq), seq FROM seq_1_to_2000;
                    CREATE VIEW total AS SELECT SUM(amount) FROM accounts;
                    """);
            return new Mariadb(server);
        }

        @Override
        public String kind() {
            return "mariadb";
        }

        @Override
        public int port() {
            return server.port;
        }

        @Override
        public String password() {
            return MariadbServer.PASSWORD;
        }

        @Override
        public Path data() {
            return server.data();
        }

        @Override
        public String program() {
            return server.program();
        }

        @Override
        public void stop() throws IOException, InterruptedException {
            server.stop();
        }

        @Override
        public void answers() throws IOException, InterruptedException {
            while (!server.answers()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public String sql(String script) throws IOException, InterruptedException {
            return server.sql("ledger", script);
        }

        @Override
        public String picture() throws IOException, InterruptedException {
            // A server that starts forgets what it has handed out and nobody took.
            return server.picture("ledger").replaceAll(" AUTO_INCREMENT=\\d+", "");
        }

        /** None is ever kept. */
        @Override
        public String slots() {
            return "0";
        }
    }
}
