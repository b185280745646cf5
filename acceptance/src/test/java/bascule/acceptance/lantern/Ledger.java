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
    private final boolean alone;

    /**
     * @param database filled, and running; from here on as a service
     */
    Ledger(Path folder, LedgerServer database) throws IOException, InterruptedException {
        this(new Site(folder, true), database, true);
        database.stop();
        Files.writeString(script(), database.program());
        new LocalHost(site.state(), Clock.systemUTC())
                .change(
                        new Host.ServiceChange(Service.Verb.START, service(), Map.of(), false),
                        new Plainly(),
                        LIMIT);
        database.answers();
    }

    private Ledger(Site site, LedgerServer database, boolean alone) throws IOException {
        this.site = site;
        this.database = database;
        this.alone = alone;
        Files.writeString(site.config().resolve("secrets/ledger"), database.password() + "\n");
        say("");
    }

    /** One whose server has others' databases, too, and is not for Bascule to stop. */
    static Ledger sharing(Path folder, LedgerServer database) throws IOException {
        return new Ledger(new Site(folder, true), database, false);
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
                %5$smigrate:
                  ledger: { query: "UPDATE accounts SET amount = 0 WHERE id <= 1500", store: ledger }
                %3$s
                """
                        .formatted(
                                site.folder,
                                database.port(),
                                more,
                                database.kind(),
                                alone ? inService() : ""));
    }

    /** By which Bascule may stop and start the server. */
    private String inService() {
        return """
                   service: database
               services:
                 database: { process: { start: /bin/sh %1$s, pid-file: %2$s/database.pid } }
               """
                .formatted(script(), site.folder);
    }

    /** Everything in it, as text. */
    String accounts() throws IOException, InterruptedException {
        return database.picture();
    }

    /** The first line of the last run's journal that speaks of a step so. */
    int line(String kind, String step) throws IOException {
        var lines = Files.readAllLines(site.journal());
        for (var at = 0; at < lines.size(); at++) {
            if (lines.get(at).contains("\"" + kind + "\"")
                    && lines.get(at).contains("\"" + step + "\"")) {
                return at + 1;
            }
        }
        throw new AssertionError("no " + kind + " " + step + " in " + lines);
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
