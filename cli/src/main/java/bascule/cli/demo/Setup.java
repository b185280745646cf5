package bascule.cli.demo;

import bascule.problem.Fault;
import bascule.store.Archive;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings the demo to where each show begins: the old release serves, Bascule knows it. */
final class Setup {
    private final Place place;
    private final Settings settings;
    private final Server server;
    private final Child child;
    private final Teller teller;

    Setup(Place place, Settings settings, Server server, Child child, Teller teller) {
        this.place = place;
        this.settings = settings;
        this.server = server;
        this.child = child;
        this.teller = teller;
    }

    /** Whether there is a demo that was set up to its end. */
    static boolean complete(Place place) {
        return Files.isDirectory(place.pristine());
    }

    /** From nothing, or from whatever an earlier one was interrupted at. */
    void install() {
        clear();
        settings.write(place.settings());
        Disk.folder(place.logs());
        var old = place.release(Place.OLD);
        fetch(Place.OLD);
        teller.say("demo.unpacking", Place.OLD);
        Archive.unpack(place.archive(Place.OLD), old, true, place.folder());
        Disk.write(old.resolve("conf/keycloak.conf"), server.configuration());
        share(old);
        turn(Place.OLD);
        teller.say("demo.building", Place.OLD);
        server.build(Place.OLD);
        teller.say("demo.starting", Place.OLD);
        server.start();
        teller.say("demo.filling", settings.users());
        fill();
        teller.say("demo.adopting");
        adopt();
        quicken();
        server.stop(false);
        keep();
    }

    /** Back to how it was right after it had been installed. */
    void reset() {
        teller.say("demo.resetting", Place.OLD);
        server.stop(true);
        Processes.of(place.releases()).forEach(ProcessHandle::destroyForcibly);
        Disk.remove(place.release(Place.NEW));
        for (var note : List.of("unpacked", "carried", "shipped")) {
            Disk.remove(place.releases().resolve("." + Place.NEW + ".bascule-" + note));
        }
        Disk.remove(place.shared());
        Disk.remove(place.home());
        Disk.copy(place.pristine().resolve("shared"), place.shared());
        Disk.copy(place.pristine().resolve("home"), place.home());
        turn(Place.OLD);
    }

    void end() {
        server.stop(true);
    }

    void start() {
        teller.say("demo.starting", Place.OLD);
        server.start();
        teller.say("demo.serving", Place.OLD, settings.base());
    }

    private void clear() {
        server.stop(true);
        for (var part : List.of(place.releases(), place.shared(), place.home(), place.pristine())) {
            Disk.remove(part);
        }
    }

    void fetch(String release) {
        if (Files.exists(place.archive(release))) {
            return;
        }
        teller.say("demo.fetching", release);
        new Download(place).fetch(release);
    }

    private void share(Path release) {
        try {
            var data = release.resolve("data");
            Disk.remove(data);
            Disk.folder(place.shared().resolve("data"));
            Files.createSymbolicLink(data, Path.of("../../shared/data"));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private void turn(String release) {
        try {
            Files.deleteIfExists(place.current());
            Files.createSymbolicLink(place.current(), Path.of("releases", release));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private void fill() {
        try (var api = new Api(settings.base(), settings.adminPassword())) {
            var answer = api.createRealm(Realm.json(settings.users()));
            if (!answer.good()) {
                throw new Fault(
                        "BSC-552", Text.of("demo.not-filled", answer.status(), answer.body()));
            }
        }
    }

    private void adopt() {
        var log = place.logs().resolve("adopt.log");
        var secret = place.folder().resolve("tester");
        Disk.secret(secret, Settings.password(Settings.tester()) + "\n");
        var code =
                child.quietly(
                        log,
                        "adopt",
                        Place.INSTANCE,
                        "--recipe",
                        "keycloak",
                        "--root",
                        place.current().toString(),
                        "--answer",
                        "tester=" + Settings.tester(),
                        "--answer",
                        "tester-password=@" + secret,
                        "--answer",
                        "tester-realm=" + Settings.REALM,
                        "--answer",
                        "tester-client=" + Settings.CLIENT);
        if (code != 0) {
            throw new Fault("BSC-554", Text.of("demo.not-adopted", code, log));
        }
    }

    /** What the instance says itself goes over what the recipe says. */
    private void quicken() {
        if (settings.javaOptions().isEmpty()) {
            return;
        }
        var file = place.home().resolve("config/instances/" + Place.INSTANCE + ".yaml");
        try {
            var line = "facts:\n  more-java-options: \"" + settings.javaOptions() + "\"\n";
            Files.writeString(
                    file, Files.readString(file).replaceFirst("(?m)^facts:\\s*\\n", line));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private void keep() {
        var beside = place.pristine().resolveSibling("pristine.new");
        Disk.remove(beside);
        Disk.copy(place.shared(), beside.resolve("shared"));
        Disk.copy(place.home(), beside.resolve("home"));
        try {
            Files.move(beside, place.pristine());
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

}
