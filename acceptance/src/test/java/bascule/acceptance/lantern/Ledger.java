package bascule.acceptance.lantern;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.host.Service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Lantern that keeps its accounts in a server of its own, which Bascule may stop and start.
 * Closing it ends both.
 */
final class Ledger implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    final Site site;
    final LedgerServer database;

    /**
     * @param database filled, and running
     */
    Ledger(Path folder, LedgerServer database) throws IOException, InterruptedException {
        site = new Site(folder, true);
        this.database = database;
        database.stop();
        Files.writeString(script(), database.program());
        Files.writeString(site.config().resolve("secrets/ledger"), database.password() + "\n");
        new LocalHost(site.state(), Clock.systemUTC())
                .change(
                        new Host.ServiceChange(Service.Verb.START, service(), Map.of(), false),
                        new Plainly(),
                        LIMIT);
        database.answers();
        say("");
    }

    private Path script() {
        return site.folder.resolve("start-database");
    }

    private Service service() {
        return new Service.Plain(
                "database",
                new Command(
                        List.of(Template.of("/bin/sh"), Template.literal(script().toString())),
                        Optional.empty(),
                        Template.literal(site.root.toString()),
                        Map.of(),
                        Optional.empty(),
                        LIMIT),
                Template.literal(site.folder.resolve("database.pid").toString()),
                Template.literal(site.root.toString()));
    }

    /** Nothing is left open. */
    private static final class Plainly implements Host.Filler {
        @Override
        public String fill(Template template) {
            return template.fill(name -> name);
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }
    }

    /**
     * Writes the instance file.
     *
     * @param more what this Lantern has besides, for one test
     */
    void say(String more) throws IOException {
        Files.writeString(
                site.config().resolve("instances/lamp.yaml"),
                """
                instance: lamp
                recipe: lantern
                method: folder
                root: %1$s/current
                facts:
                  archives: %1$s/archives
                  password: { file: %1$s/home/config/secrets/tester, secret: true }
                  ledger-password: { file: %1$s/home/config/secrets/ledger, match: '(\\S+)', secret: true }
                stores:
                  ledger:
                    %4$s: { host: 127.0.0.1, port: "%2$d", user: app, password: "${ledger-password}", database: ledger }
                    service: database
                services:
                  database: { process: { start: /bin/sh %1$s/start-database, pid-file: %1$s/database.pid } }
                migrate:
                  ledger: { query: "UPDATE accounts SET amount = 0 WHERE id <= 1500", store: ledger }
                %3$s
                """
                        .formatted(site.folder, database.port(), more, database.kind()));
    }

    /** Everything in it, as text. */
    String accounts() throws IOException, InterruptedException {
        return database.picture();
    }

    /** Servers of Bascule's own that run on a copy below this folder. */
    List<String> ours() {
        return site.processes().stream()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("/backups/"))
                .toList();
    }

    /** Who keeps a part of the server's log for somebody who follows. */
    String slots() throws IOException, InterruptedException {
        return database.slots();
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
