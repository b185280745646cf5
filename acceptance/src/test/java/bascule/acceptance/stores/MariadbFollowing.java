package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.acceptance.stores.FollowerProgram.Followed;
import bascule.store.MariadbFollower;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server with every kind of thing that can be followed: one database of it at a time. */
final class MariadbFollowing implements AutoCloseable {
    private final MariadbShop shop;
    private Path folder;
    private int number;

    MariadbFollowing(Path temp) throws Exception {
        folder = temp;
        shop = new MariadbShop(temp, MariadbServer.followed());
        shop.server().mayBeFollowed();
    }

    /** A new database, as the server must serve one application alone. */
    void begin() throws Exception {
        folder = Files.createDirectories(shop.folder().resolve("test" + ++number));
        shop.fill();
        rename("`od``d; 'na\"me(`", "`odd; 'na\"me(`");
    }

    /** Takes it all away again. */
    void end() throws Exception {
        follower().end();
        assertThat(ours()).isEmpty();
        if (!shop.server().runs()) {
            shop.server().start();
        }
        shop.server().sql("mysql", "DROP DATABASE " + shop.database());
    }

    Path folder() {
        return folder;
    }

    private void rename(String from, String to) throws Exception {
        shop.app("RENAME TABLE %s TO %s".formatted(from, to));
    }

    @Override
    public void close() {
        shop.close();
    }

    MariadbShop shop() {
        return shop;
    }

    /**
     * @param first a folder of programs that come before the machine's own
     */
    Followed followed(String first) {
        var server = shop.server();
        return new Followed(server.port, server.data(), folder, shop.database(), first);
    }

    /** Another one each time, as after a crash: it knows only what lies there. */
    MariadbFollower follower() {
        return followed("").mariadb();
    }

    List<String> ours() throws IOException {
        return followed("").running();
    }

    /** In a table with transactions and in two without. */
    void write(String name) throws Exception {
        shop.app(
                "INSERT INTO people (name) VALUES ('%s'); INSERT INTO aria VALUES (9, '%s'); INSERT INTO `odd; 'na\"me(` VALUES (99)"
                        .formatted(name, name));
    }

    /** The database, and what the server knows besides it. */
    String picture() throws Exception {
        return shop.picture()
                + shop.server()
                        .sql(
                                "mysql",
                                """
                                SELECT user, host, priv FROM global_priv ORDER BY 1, 2;
                                SELECT * FROM gtid_slave_pos; SHOW ALL SLAVES STATUS;
                                SELECT table_name, auto_increment FROM information_schema.tables WHERE auto_increment > 0 ORDER BY 1;
                                SELECT event_name, status, originator FROM information_schema.events;
                                """);
    }

    /** As a failed upgrade leaves it. */
    void spoil() throws Exception {
        rename("`odd; 'na\"me(`", "`od``d; 'na\"me(`");
        shop.spoil();
    }

    void restored() throws Exception {
        shop.server().stop();
        follower().restore();
        shop.server().start();
    }

    String copied() throws IOException {
        return Files.getLastModifiedTime(folder.resolve("backup/following.json")).toString();
    }
}
