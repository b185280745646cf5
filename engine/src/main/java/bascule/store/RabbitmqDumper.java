package bascule.store;

import static bascule.store.RabbitmqTalk.path;

import bascule.host.Forced;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * What is declared in one vhost of a RabbitMQ server: exchanges, queues, bindings, policies,
 * parameters. Messages are in neither dump nor restore. {@code rabbitmqctl} exports all vhosts at
 * once and deletes neither exchanges nor bindings: the management plugin is asked.
 *
 * @param loads what a load may declare
 */
record RabbitmqDumper(Programs programs, Connection to, Loads loads) implements Dumper {
    private static final String DEFINITIONS = "definitions.json";

    /** What a load is for. */
    enum Loads {
        /** As it was. */
        BACK,
        /** Without shovels and federation: they would move real messages. */
        TRIAL
    }

    String vhost() {
        return to.part("vhost").or(() -> to.part("database")).orElse("/");
    }

    @Override
    public String named() {
        return to.part("host").orElse("localhost") + " " + vhost();
    }

    private RabbitmqTalk talk() {
        return new RabbitmqTalk(to);
    }

    private String definitions() {
        return path("definitions", vhost());
    }

    private RabbitmqDefinitions there(RabbitmqTalk talk, String code) throws IOException {
        var body = talk.must(code, "GET", definitions(), "");
        try {
            return RabbitmqDefinitions.of(body);
        } catch (tools.jackson.core.JacksonException odd) {
            throw new IOException(String.valueOf(odd.getMessage()), odd);
        }
    }

    @Override
    public void dump(Path into) throws IOException {
        var file = into.resolve(DEFINITIONS);
        try (var talk = talk()) {
            Forced.write(file, there(talk, "BSC-430").json());
        }
        // Addresses of shovels and upstreams hold passwords.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public Map<String, Table> read(Path dump) throws IOException {
        return definitions(dump).withoutLinks().tables();
    }

    private static RabbitmqDefinitions definitions(Path dump) throws IOException {
        var file = dump.resolve(DEFINITIONS);
        try {
            return RabbitmqDefinitions.of(Files.readString(file));
        } catch (tools.jackson.core.JacksonException odd) {
            var said = String.valueOf(odd.getMessage());
            throw new Fault("BSC-431", Text.of("store.unreadable", file, said), odd);
        }
    }

    @Override
    public void load(Path dump) throws IOException {
        var all = definitions(dump);
        var wanted = loads == Loads.TRIAL ? all.withoutLinks() : all;
        try (var talk = talk()) {
            var undeclaring = new RabbitmqUndeclaring(talk, vhost(), named());
            undeclaring.all(there(talk, "BSC-432"), wanted);
            talk.must("BSC-432", "POST", definitions(), wanted.json());
            var unlike = wanted.firstUnlike(there(talk, "BSC-432"));
            if (!unlike.isEmpty()) {
                throw new Fault("BSC-432", Text.of("store.rabbitmq.unlike", named(), unlike));
            }
        }
    }

    @Override
    public Map<String, Long> count() throws IOException {
        try (var talk = talk()) {
            var counted = new HashMap<String, Long>();
            there(talk, "BSC-433")
                    .withoutLinks()
                    .tables()
                    .forEach((kind, table) -> counted.put(kind, table.rows()));
            return counted;
        }
    }

    /** A vhost of its own in the same server, which no application knows. */
    @Override
    public Scratch scratch(Path folder) throws IOException {
        var name = "bascule-proof-%08x".formatted(folder.toString().hashCode());
        var parts = new HashMap<>(to.parts());
        parts.put("vhost", name);
        var user = to.part("user").orElse("guest");
        var trial = new RabbitmqDumper(programs, new Connection(Map.copyOf(parts)), Loads.TRIAL);
        try (var talk = talk()) {
            gone(talk, name);
            talk.must("BSC-433", "PUT", path("vhosts", name), "{}");
            talk.must(
                    "BSC-433",
                    "PUT",
                    path("permissions", name, user),
                    "{\"configure\": \".*\", \"write\": \"\", \"read\": \"\"}");
        }
        return new Trial(trial, this, name);
    }

    /** What a crash has left of it goes first. */
    private static void gone(RabbitmqTalk talk, String vhost) throws IOException {
        var place = path("vhosts", vhost);
        var answer = talk.ask("DELETE", place, "");
        if (!answer.isDone() && answer.status() != 404) {
            throw talk.refused("BSC-433", "DELETE", place, answer);
        }
    }

    private record Trial(Dumper dumper, RabbitmqDumper origin, String vhost)
            implements Scratch.There {
        @Override
        public void close() throws IOException {
            try (var talk = origin.talk()) {
                gone(talk, vhost);
            }
        }
    }
}
