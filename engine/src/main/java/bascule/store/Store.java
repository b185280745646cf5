package bascule.store;

import bascule.fact.Template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database, queue or folder that holds data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Store.Files.class, name = "files"),
    @JsonSubTypes.Type(value = Store.Server.class, name = "server"),
    @JsonSubTypes.Type(value = Store.Derived.class, name = "derived")
})
public sealed interface Store {
    String name();

    /** Whether the upgrade writes to it. An untouched store is not copied; a sample is compared. */
    boolean untouched();

    /** Folders and files, each path absolute after filling. */
    record Files(String name, List<Template> paths, boolean untouched) implements Store {
        public Files {
            paths = List.copyOf(paths);
        }
    }

    /**
     * A server's data.
     *
     * @param server {@code mariadb postgresql sqlite mongodb redis rabbitmq}
     * @param connection {@code url host port database user password file vhost}; secrets by
     *     reference
     * @param via the beginning of a command line before each client program; empty is none
     * @param service which service of the recipe runs it, if the server is the application's alone
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Server(
            String name,
            String server,
            Map<String, Template> connection,
            List<Template> via,
            boolean untouched,
            Optional<String> service)
            implements Store {
        public Server {
            connection = Map.copyOf(connection);
            via = List.copyOf(via);
        }

        /** A server of which nobody says what runs it. */
        public Server(
                String name,
                String server,
                Map<String, Template> connection,
                List<Template> via,
                boolean untouched) {
            this(name, server, connection, via, untouched, Optional.empty());
        }
    }

    /** Made again from other data: not copied, rebuilt on the way back. */
    record Derived(String name, bascule.host.Command rebuild) implements Store {
        @Override
        public boolean untouched() {
            return false;
        }
    }
}
