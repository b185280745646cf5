package bascule.store;

import bascule.host.Host;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a store is going to be backed up, and why so.
 *
 * @param because empty where there is nothing to choose
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Choice(Technique technique, Optional<Text> because) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long SPARE = 64L << 20;

    /** Nothing was to choose. */
    public static final Choice NONE = new Choice(new Technique.Copied(), Optional.empty());

    /** It is dumped, because of that. */
    public static Choice dumped(Text because) {
        return new Choice(
                new Technique.Copied(), Optional.of(Text.of("store.choice.dumped", because)));
    }

    /**
     * Looks at the store: a server is followed, and of a subvolume a snapshot taken, where nothing
     * stands against it.
     *
     * @param place where the application is, and where the store's copies would be, which need not
     *     exist yet
     */
    public static Choice of(Store store, Host host, Host.Filler filler, Place place) {
        return switch (store) {
            case Store.Server server -> server(server, host, filler, place.into());
            case Store.Files files ->
                    new SnapshotFitness(place.root(), place.into()).choice(files, filler);
            case Store.Derived _ -> NONE;
        };
    }

    /** Where an application is, and where copies of its data would be. */
    public record Place(Path root, Path into) {}

    private static Choice server(Store.Server server, Host host, Host.Filler filler, Path into) {
        if (!Backups.FOLLOWED.contains(server.server()) || server.untouched()) {
            return NONE;
        }
        try {
            var programs = new Programs(host, filler.secrets(), LIMIT, Optional.empty(), "");
            if (server.service().isEmpty()) {
                var because = Text.of("store.choice.no-service", server.name());
                return notFollowed(server, programs, Connection.of(server, filler), because);
            }
            var fitness = Backups.fitness(server, programs, Connection.of(server, filler));
            var against = fitness.against(into);
            return against.isPresent()
                    ? notFollowed(server, programs, Connection.of(server, filler), against.get())
                    : roomy(fitness.data(), server.service().get(), host, into);
        } catch (Fault cannot) {
            return dumped(cannot.why());
        } catch (IOException cannot) {
            return dumped(Names.said(cannot));
        }
    }

    /** By its log, where it has one that says all; else whole. */
    private static Choice notFollowed(
            Store.Server server, Programs programs, Connection to, Text because)
            throws IOException {
        if (!server.server().equals("mariadb")) {
            return dumped(because);
        }
        var origin = new MariadbDumper(programs, to, to, MariadbDumper.Loads.BACK);
        var fitness = new MariadbLogFitness(origin);
        var price = fitness.price();
        if (price.isPresent()) {
            return dumped(price.get());
        }
        var unfit = fitness.against();
        var against = unfit.isPresent() ? unfit : fitness.idle();
        return against.isPresent()
                ? dumped(Text.of("store.choice.nor", because, against.get()))
                : new Choice(
                        new Technique.Logged(),
                        Optional.of(Text.of("store.choice.logged", because)));
    }

    private static Choice roomy(Path data, String service, Host host, Path into) {
        var bytes = Bytes.below(data, Long.MAX_VALUE);
        var wanted = bytes + bytes / 10 + SPARE;
        var there = existing(into);
        var free = host.freeSpace(there);
        return free < wanted
                ? dumped(Text.of("store.choice.space", data, wanted >> 20, there, free >> 20))
                : new Choice(
                        new Technique.Followed(data.toString()),
                        Optional.of(Text.of("store.choice.followed", service)));
    }

    /** The folder itself, or the nearest above it that is there. */
    static Path existing(Path folder) {
        var there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
