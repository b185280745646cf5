package bascule.probe;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.host.Host;
import bascule.host.Launch;
import bascule.host.Ran;
import bascule.problem.Fault;
import bascule.store.Connection;
import bascule.store.Store;
import bascule.text.Text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Asks a database by its own client program.
 *
 * @param limit how long one question may take
 */
record QueryLook(Host host, Host.Filler filler, Duration limit) {
    private static final int MOST_QUEUES = 200;
    private static final String MARIADB_SIZE =
            "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE()";

    Answer look(Probe.ByQuery ask) {
        var server = server(ask.store());
        var client = client(server, ask.query(), false);
        return new Reader(ask.reading()).table(client.table(ask(server, client)));
    }

    /** Lets a statement write, and returns what it printed. */
    String execute(Store store, Template statement) {
        var server = server(store);
        return ask(server, client(server, statement, true));
    }

    private Client client(Store.Server server, Template template, boolean writes) {
        var query =
                QueryText.fill(
                        template,
                        server.server(),
                        name -> filler.fill(Template.of("${" + name + "}")));
        if (filler.secrets().stream().anyMatch(secret -> holds(query, secret))) {
            throw new Fault("BSC-471", Text.of("look.query-secret"));
        }
        var to = Connection.of(server, filler);
        return switch (server.server()) {
            case "mariadb" -> Client.mariadb(to, query, writes);
            case "postgresql" -> Client.postgresql(to, query, writes);
            case "sqlite" -> Client.sqlite(to, query, writes);
            case "redis" -> Client.redis(to, List.of(query.strip().split("\\s+")));
            default -> throw unsupported(server);
        };
    }

    private static boolean holds(String query, String secret) {
        return !secret.isEmpty() && query.contains("'" + secret.replace("'", "''") + "'");
    }

    Answer depth(Probe.ByDepth ask) {
        var server = server(ask.store());
        if (!server.server().equals("redis")) {
            throw unsupported(server);
        }
        var to = Connection.of(server, filler);
        var pattern = filler.fill(ask.queues());
        var names =
                pattern.matches(".*[*?\\[].*")
                        ? ask(server, Client.redis(to, List.of("--scan", "--pattern", pattern)))
                                .lines()
                                .filter(name -> !name.isBlank())
                                .toList()
                        : List.of(pattern);
        if (names.size() > MOST_QUEUES) {
            throw new Fault("BSC-470", Text.of("look.too-many", pattern, MOST_QUEUES));
        }
        var waiting = 0L;
        for (var name : names) {
            var length = ask(server, Client.redis(to, List.of("LLEN", name))).strip();
            // What is no list is no queue: it says WRONGTYPE.
            waiting += length.matches("\\d+") ? Long.parseLong(length) : 0;
        }
        return Answer.word(String.valueOf(waiting));
    }

    /** Unknown where the server cannot tell it at once. */
    Answer size(Probe.BySize ask) {
        var server = server(ask.store());
        var to = Connection.of(server, filler);
        var client =
                switch (server.server()) {
                    case "mariadb" -> Client.mariadb(to, MARIADB_SIZE, false);
                    case "postgresql" ->
                            Client.postgresql(
                                    to, "SELECT pg_database_size(current_database())", false);
                    case "sqlite" ->
                            Client.sqlite(
                                    to,
                                    "SELECT page_count * page_size"
                                            + " FROM pragma_page_count, pragma_page_size",
                                    false);
                    // What its keys take in memory; a dump is smaller.
                    case "redis" ->
                            Client.redis(
                                    to,
                                    List.of(
                                            "EVAL",
                                            "return redis.call('INFO', 'memory'):match('used_memory_dataset:(%d+)')",
                                            "0"));
                    default -> throw unsupported(server);
                };
        return Answer.word(ask(server, client).strip());
    }

    private static Store.Server server(Store store) {
        if (store instanceof Store.Server server) {
            return server;
        }
        throw new Fault("BSC-470", Text.of("look.no-server", store.name()));
    }

    private static Fault unsupported(Store.Server server) {
        return new Fault("BSC-470", Text.of("look.unsupported", server.server()));
    }

    private String ask(Store.Server server, Client client) {
        var missing = new ArrayList<String>();
        for (var program : client.programs()) {
            var argv = new ArrayList<String>();
            server.via().forEach(word -> argv.add(filler.fill(word)));
            argv.add(program);
            argv.addAll(client.words());
            var ran = run(argv, client, server.via().isEmpty());
            if (ran.isEmpty() || ran.get().code() == 127) {
                missing.add(program);
                continue;
            }
            CommandLook.ended(program, ran.get(), limit.toSeconds());
            if (ran.get().code() != 0) {
                throw CommandLook.bad(program, ran.get());
            }
            return ran.get().output();
        }
        throw new Fault("BSC-470", Text.of("look.no-client", String.join(", ", missing)));
    }

    /** Empty where there is no such program on this machine. */
    private Optional<Ran> run(List<String> argv, Client client, boolean here) {
        var env = new HashMap<>(client.env());
        env.put("LC_ALL", "C.UTF-8");
        var secrets = new ArrayList<>(filler.secrets());
        client.env()
                .forEach(
                        (name, value) -> {
                            if (name.contains("PASS")
                                    || name.contains("PWD")
                                    || name.contains("AUTH")) {
                                secrets.add(value);
                            }
                        });
        var launch =
                new Launch(
                        argv,
                        Optional.empty(),
                        Path.of("/"),
                        env,
                        limit,
                        secrets,
                        Optional.empty());
        try {
            return Optional.of(host.run(launch, _ -> {}));
        } catch (Fault cannot) {
            if (here) {
                return Optional.empty();
            }
            throw cannot;
        }
    }
}
