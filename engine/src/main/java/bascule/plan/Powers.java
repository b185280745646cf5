package bascule.plan;

import bascule.store.Backups;

import java.util.HashSet;
import java.util.Set;

/**
 * What this version can do of what a plan can say. Planning knows more than is done yet; a plan
 * that could not be carried out is refused, naming what is missing.
 *
 * @param stores kinds of stores that are copied and restored
 * @param services kinds of services
 * @param ways how code takes the old one's place
 * @param sources where code is fetched from
 * @param doors how visitors are kept out
 */
public record Powers(
        Set<String> stores,
        Set<String> services,
        Set<String> ways,
        Set<String> sources,
        Set<String> doors) {

    /** What is done today. */
    public static final Powers TODAY =
            new Powers(
                    copied(),
                    Set.of("systemd", "process"),
                    Set.of("link", "replace"),
                    Set.of("archive", "maven"),
                    Set.of("none", "private-address", "web-server"));

    private static Set<String> copied() {
        var stores = new HashSet<>(Backups.SERVERS);
        stores.addAll(Set.of("files", "derived"));
        return stores;
    }

    public Powers {
        stores = Set.copyOf(stores);
        services = Set.copyOf(services);
        ways = Set.copyOf(ways);
        sources = Set.copyOf(sources);
        doors = Set.copyOf(doors);
    }
}
