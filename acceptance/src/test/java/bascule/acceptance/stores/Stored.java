package bascule.acceptance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import bascule.fact.Template;
import bascule.host.Host;
import bascule.host.LocalHost;
import bascule.store.Backup;
import bascule.store.Backups;
import bascule.store.Choice;
import bascule.store.Programs;
import bascule.store.Store;
import bascule.store.Technique;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A store of one kind, and how a test has it backed up.
 *
 * @param folder of the test: its state and its backups
 */
record Stored(Path folder, String kind, Map<String, String> connection, Duration limit) {
    private static final Host.Filler PLAIN =
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

    Backup backup(String name) {
        return backup(name, "");
    }

    /**
     * @param first a folder of programs that come before the machine's own
     */
    Backup backup(String name, String first) {
        return backup(name, new Technique.Copied(), first);
    }

    Backup backup(String name, Technique technique) {
        return backup(name, technique, "");
    }

    /** How an upgrade would back it up, if a service is said to run its server. */
    Choice choice(Optional<String> service) {
        var host = new LocalHost(folder.resolve("state"), Clock.systemUTC());
        var store = new Store.Server("data", kind, parts(), List.of(), false, service);
        return Choice.of(
                store, host, PLAIN, new Choice.Place(folder, folder.resolve("backups/later")));
    }

    private Map<String, Template> parts() {
        return connection.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, part -> Template.of(part.getValue())));
    }

    private Backup backup(String name, Technique technique, String first) {
        var store = new Store.Server("data", kind, parts(), List.of(), false);
        var host = new LocalHost(folder.resolve("state"), Clock.systemUTC());
        var programs = new Programs(host, List.of(), limit, Optional.empty(), first);
        return Backups.of(store, technique, programs, PLAIN).into(folder.resolve(name));
    }

    /** A program that does something else than its name says. */
    static String lie(Path folder, String program, String script) throws IOException {
        var file = Files.createDirectories(folder).resolve(program);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return folder.toString();
    }
}
