package bascule.cli.demo;

import bascule.cli.Desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The demo's Keycloak with its users, as it stands before a show, and what can be asked of it past
 * the upgrade: for the demo, and for whoever proves something with it.
 */
public final class Rig {
    /** A user who was not there when the old release last served. */
    static final String PLANTED = "planted";

    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)");

    private final Place place;
    private final Settings settings;
    private final Path java;
    private final Setup setup;
    private final Child child;
    private final boolean complete;

    Rig(Desk desk, Place place, Settings wished, Teller teller) {
        this.place = place;
        this.complete = Setup.complete(place);
        this.settings = complete ? Settings.read(place.settings()) : wished;
        this.java = Jdk.home(desk);
        this.child = new Child(desk, place);
        var server = new Server(place, settings, java, place.state());
        this.setup = new Setup(place, settings, server, child, teller);
    }

    /** One that says what it does on the desk's terminal. */
    public static Rig at(Desk desk, Path folder, int users, String javaOptions) {
        var wished = Settings.chosen(users, javaOptions);
        return new Rig(desk, new Place(folder), wished, new Teller(desk));
    }

    /** The old release serves its users, and no run of Bascule is remembered. */
    public void ready() {
        if (complete || Setup.complete(place)) {
            setup.reset();
        } else {
            setup.install();
        }
        setup.start();
    }

    /** Ends its server, whichever release it runs. */
    public void end() {
        setup.end();
    }

    /** Whether the old release serves and Bascule has not run since it was set up. */
    public boolean untouched() {
        return Setup.complete(place)
                && code().equals(Place.OLD)
                && !Files.exists(place.state().resolve("runs"))
                && signsIn();
    }

    /** The archive of the new release is here already. */
    public void fetched() {
        setup.fetch(Place.NEW);
    }

    public Place place() {
        return place;
    }

    public Settings settings() {
        return settings;
    }

    Child child() {
        return child;
    }

    /** A command line of {@code bascule} about this instance. */
    public ProcessBuilder bascule(String... words) {
        return child.builder(List.of(), words);
    }

    public Facts look() {
        var database =
                new Database(
                        place.release(code()),
                        place.shared().resolve("data"),
                        java.resolve("bin/java"));
        try (var api = new Api(settings.base(), settings.adminPassword())) {
            return new Facts(
                    code(),
                    database.schema(),
                    api.users(),
                    database.users(),
                    api.signsIn(Settings.tester()),
                    database.has(PLANTED));
        }
    }

    /** Whether a user can sign in now. */
    public boolean signsIn() {
        try (var api = new Api(settings.base(), settings.adminPassword())) {
            return api.signsIn(Settings.tester());
        }
    }

    /** Makes a user who was not there when the old release last served. */
    public boolean plant() {
        try (var api = new Api(settings.base(), settings.adminPassword())) {
            return api.createUser(PLANTED).good();
        }
    }

    private String code() {
        try {
            var text = Files.readString(place.current().resolve("version.txt"));
            var found = VERSION.matcher(text);
            return found.find() ? found.group(1) : text.strip();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
