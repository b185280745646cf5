package bascule.cli.demo;

import java.nio.file.Path;

/** Where everything of a demo lies: one folder, which {@code --clean} takes away whole. */
public record Place(Path folder) {
    /** The release that is installed first. */
    public static final String OLD = "25.0.6";

    /** The release that it is upgraded to. */
    public static final String NEW = "26.4.7";

    public static final String INSTANCE = "keycloak";

    public Path releases() {
        return folder.resolve("releases");
    }

    public Path release(String release) {
        return releases().resolve(release);
    }

    /** The link that says which release runs: the root of the instance. */
    public Path current() {
        return folder.resolve("current");
    }

    /** What all releases share: the data. */
    public Path shared() {
        return folder.resolve("shared");
    }

    public Path downloads() {
        return folder.resolve("downloads");
    }

    /** Bascule's own configuration and state for this demo. */
    public Path home() {
        return folder.resolve("home");
    }

    /** What Bascule remembers of the instance. */
    public Path state() {
        return home().resolve("state/instances/" + INSTANCE);
    }

    public Path backups() {
        return state().resolve("backups");
    }

    /** What the server prints, whoever started it. */
    public Path serviceLog() {
        return state().resolve("services/server.log");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    /** How it all was right after it was set up, so that it can be shown again. */
    public Path pristine() {
        return folder.resolve("pristine");
    }

    public Path settings() {
        return folder.resolve("demo.json");
    }

    /** What lies at this path when it is the name of a release's archive. */
    public Path archive(String release) {
        return downloads().resolve("keycloak-quarkus-dist-" + release + ".tar.gz");
    }
}
