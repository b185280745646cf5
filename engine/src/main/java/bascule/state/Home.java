package bascule.state;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where Bascule's own files are.
 *
 * @param config {@code instances/NAME.yaml} and {@code recipes/}, written by people
 * @param state {@code instances/NAME/}, written by runs
 */
public record Home(Path config, Path state) {

    /** {@code BASCULE_HOME}, else for root /etc and /var/lib, else the folders of the XDG. */
    public static Home find(Map<String, String> environment, String account) {
        var own = value(environment, "BASCULE_HOME");
        if (own.isPresent()) {
            var home = own.get().toAbsolutePath().normalize();
            return new Home(home.resolve("config"), home.resolve("state"));
        }
        if (account.equals("root")) {
            return new Home(Path.of("/etc/bascule"), Path.of("/var/lib/bascule"));
        }
        var user = value(environment, "HOME").orElse(Path.of(System.getProperty("user.home", "/")));
        var config = value(environment, "XDG_CONFIG_HOME").orElse(user.resolve(".config"));
        var state = value(environment, "XDG_STATE_HOME").orElse(user.resolve(".local/state"));
        return new Home(config.resolve("bascule"), state.resolve("bascule"));
    }

    /** For this process. */
    public static Home find() {
        return find(System.getenv(), System.getProperty("user.name", ""));
    }

    private static Optional<Path> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    public Path instanceFiles() {
        return config.resolve("instances");
    }

    public Path recipes() {
        return config.resolve("recipes");
    }

    public InstanceFolder instance(String name) {
        return new InstanceFolder(name, state.resolve("instances").resolve(name));
    }
}
