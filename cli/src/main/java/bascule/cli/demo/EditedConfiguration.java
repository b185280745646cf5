package bascule.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Somebody has turned plain HTTP off in the configuration since the server was started. */
final class EditedConfiguration implements Trouble {
    private @Nullable Path file;
    private String was = "";

    @Override
    public String about() {
        return "demo.trouble.edited";
    }

    @Override
    public void before(Scene scene) {
        file = scene.place().current().resolve("conf/keycloak.conf");
        try {
            was = Files.readString(file);
            Files.writeString(file, was.replace("http-enabled=true", "http-enabled=false"));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            Disk.write(file, was);
        }
    }
}
