package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Template;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.store.Backup;
import bascule.store.Backups;
import bascule.store.Programs;
import bascule.store.Store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with a database of every kind of thing, and its backups. */
final class MariadbShop implements AutoCloseable {
    static final Host.Filler PLAIN =
            new Host.Filler() {
                @Override
                public String fill(Template template) {
                    return template.fill(name -> name);
                }

                @Override
                public List<String> secrets() {
                    return List.of();
                }
            };

    static final int TABLES = 9;
    static final int ROWS = 2215;

    private final Path folder;
    private final MariadbServer server;
    private int number;
    private String database = "";

    /**
     * @param more words for its server
     */
    MariadbShop(Path folder, String... more) throws IOException, InterruptedException {
        this.folder = folder;
        this.server = new MariadbServer(folder.resolve("server"), more);
    }

    Path folder() {
        return folder;
    }

    MariadbServer server() {
        return server;
    }

    String database() {
        return database;
    }

    /** As the server's administrator. */
    String sql(String script) throws IOException, InterruptedException {
        return server.sql(database, script);
    }

    /** As the account whose database it is. */
    String app(String script) throws IOException, InterruptedException {
        return server.app(database, script);
    }

    String picture() throws IOException, InterruptedException {
        return server.picture(database);
    }

    /** A new database each time. */
    void fill() throws IOException, InterruptedException {
        database = "shop_" + ++number;
        server.create(database);
        server.app(
                database,
                """
                        CREATE TABLE people (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL, mail text, likes enum('red','gr''een'),
                          bin varbinary(300), large longblob, bits bit(10), day timestamp NULL, j json, at point,
                          loud varchar(100) AS (upper(name)) VIRTUAL, len int AS (length(name)) STORED, hidden int INVISIBLE DEFAULT 5);
                        CREATE TABLE letters (id int AUTO_INCREMENT PRIMARY KEY, who bigint, FOREIGN KEY (who) REFERENCES people (id) ON DELETE CASCADE);
                        CREATE TABLE `od``d; 'na"me(` (`co``l` int COMMENT 'x;''y\\nz') ENGINE=MyISAM COMMENT='it''s; -- a "comment" `\\nINSERT INTO `people` VALUES (1);';
                        CREATE TABLE aria (x int, y text) ENGINE=Aria;
                        CREATE TABLE log (day date, line text) PARTITION BY RANGE (to_days(day)) (PARTITION a VALUES LESS THAN (to_days('2026-01-01')), PARTITION b VALUES LESS THAN MAXVALUE);
                        CREATE TABLE history (x int PRIMARY KEY, y int) WITH SYSTEM VERSIONING;
                        CREATE TABLE old (word varchar(20)) CHARACTER SET latin1;
                        CREATE TABLE empty (x int);
                        CREATE SEQUENCE numbers START 100;
                        CREATE TABLE numbered (x int DEFAULT nextval(numbers), y int);
                        SELECT nextval(numbers);
                        INSERT INTO people (name, likes) SELECT concat('anna', seq), 'red' FROM seq_1_to_2000;
                        INSERT INTO people (name, mail, likes, bin, large, bits, day, j, at) VALUES
                          ('an''na \\\\ \\n tab\\t \\0 \\Z;', '😀 é ),(', 'gr''een', x'00ff27225c0a0d1a', x'deadbeef00', b'1010101010', '2026-03-29 02:30:00', '{"a": [1, 2]}', ST_GeomFromText('POINT(1 2)')),
                          ('(x),(y);', '-- Dump completed', NULL, '', '', NULL, NULL, NULL, NULL);
                        INSERT INTO letters (who) SELECT seq FROM seq_1_to_200;
                        INSERT INTO `od``d; 'na"me(` VALUES (1), (2), (3);
                        INSERT INTO aria VALUES (7, 'INSERT INTO `people` VALUES\\n(1);');
                        INSERT INTO log VALUES ('2025-11-20', 'tab\\t quote'' backslash\\\\'), ('2026-11-20', NULL);
                        INSERT INTO history VALUES (1, 1), (2, 2);
                        UPDATE history SET y = 3 WHERE x = 1;
                        DELETE FROM history WHERE x = 2;
                        INSERT INTO old VALUES ('caf\u00e9 €');
                        INSERT INTO numbered (y) VALUES (1), (2), (3);
                        CREATE VIEW reds AS SELECT id, name FROM people WHERE likes = 'red' AND name <> '*/ ;';
                        DELIMITER $$
                        CREATE FUNCTION greet(who text) RETURNS text DETERMINISTIC
                        BEGIN
                          -- it's a comment;
                          DECLARE x text; SET x = 'it''s; */ \\\\';
                          IF FALSE THEN
                        INSERT INTO `letters` VALUES (NULL,1);
                          END IF;
                          RETURN concat('hello ', who);
                        END $$
                        CREATE PROCEDURE twice(OUT x int) BEGIN SELECT 2 INTO x; END $$
                        CREATE TRIGGER stamped BEFORE INSERT ON people FOR EACH ROW BEGIN SET NEW.mail = concat('new ', NEW.mail); END $$
                        CREATE TRIGGER counted AFTER DELETE ON people FOR EACH ROW INSERT INTO aria VALUES (1, OLD.name) $$
                        SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES' $$
                        CREATE PROCEDURE "odd"() BEGIN SELECT '\\', "id" FROM "people"; END $$
                        SET sql_mode = DEFAULT $$
                        CREATE EVENT sweep ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 00:00:00' DO BEGIN DELETE FROM letters WHERE false; END $$
                        DELIMITER ;
                        CREATE VIEW greeted AS SELECT greet(name) AS word FROM reds;
                        """);
    }

    Backup dump(String name) {
        return dump(name, "");
    }

    /** As a store of it is backed up where a test says how. */
    Stored stored() {
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
                        database),
                Duration.ofMinutes(2));
    }

    /**
     * @param first a folder of programs that come before the machine's own
     */
    Backup dump(String name, String first) {
        var host = new LocalHost(folder.resolve("state"), Clock.systemUTC());
        var programs =
                new Programs(host, List.of(), Duration.ofMinutes(2), Optional.empty(), first);
        return Backups.of(store(MariadbServer.PASSWORD), programs, PLAIN, folder.resolve(name));
    }

    Store store(String password) {
        return new Store.Server(
                "data",
                "mariadb",
                Map.of(
                        "url",
                        Template.of(
                                "jdbc:mysql://127.0.0.1:%d/%s".formatted(server.port, database)),
                        "user",
                        Template.of("app"),
                        "password",
                        Template.of(password)),
                List.of(),
                false);
    }

    /** As a failed upgrade leaves it. */
    void spoil() throws IOException, InterruptedException {
        server.app(
                database,
                """
                        DROP TABLE letters;
                        DROP TRIGGER stamped;
                        DROP TRIGGER counted;
                        DROP VIEW greeted;
                        ALTER TABLE people RENAME COLUMN name TO full_name, DROP COLUMN loud, DROP COLUMN len;
                        ALTER TABLE people ADD COLUMN new int;
                        CREATE TABLE made_by_the_upgrade (id bigint, FOREIGN KEY (id) REFERENCES people (id));
                        DELETE FROM people WHERE id > 10;
                        DROP VIEW reds;
                        CREATE TABLE reds (x int);
                        CREATE VIEW new_view AS SELECT * FROM people;
                        CREATE SEQUENCE new_numbers;
                        DROP FUNCTION greet;
                        DROP PROCEDURE twice;
                        CREATE FUNCTION twice() RETURNS int RETURN 3;
                        CREATE PROCEDURE new_procedure() SELECT 1;
                        CREATE TRIGGER new_trigger BEFORE INSERT ON aria FOR EACH ROW SET NEW.x = 1;
                        CREATE EVENT new_event ON SCHEDULE EVERY 1 DAY DO DELETE FROM empty;
                        DELETE FROM aria;
                        DELETE FROM `od``d; 'na"me(`;
                        ALTER TABLE old CONVERT TO CHARACTER SET utf8mb4;
                        ALTER DATABASE CHARACTER SET latin1;
                        """);
    }

    static void lie(Path program, String script) throws IOException {
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Override
    public void close() {
        server.close();
    }
}
