package bascule.cli.demo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Somebody has written a setting into the configuration that only the new release understands: it
 * turns off the step of signing in that looks at passwords. While its verification fails, a user is
 * made in the database itself, whom the way back must take away again.
 */
final class SettingAhead implements Trouble {
    /** Two hyphens between its parts: 25 does not read that, 26.3 and later do. */
    private static final String SETTING =
            "spi-authenticator--direct-grant-validate-password--enabled=false\n";

    private static final String PLANT =
            """
            INSERT INTO USER_ENTITY (ID, USERNAME, REALM_ID, ENABLED, EMAIL_VERIFIED, NOT_BEFORE) \
            SELECT 'planted', '%s', REALM_ID, TRUE, FALSE, 0 FROM USER_ENTITY WHERE USERNAME = '%s'"""
                    .formatted(Rig.PLANTED, Settings.tester());

    private @Nullable Path file;
    private String was = "";

    @Override
    public String about() {
        return "demo.trouble.setting";
    }

    @Override
    public void before(Scene scene) {
        file = scene.place().release(Place.OLD).resolve("conf/keycloak.conf");
        try {
            was = Files.readString(file);
            Files.writeString(file, was + SETTING);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Override
    public void meanwhile(Scene scene, ProcessHandle upgrade) {
        var database = scene.database(Place.NEW);
        if (scene.reaches("verify")
                && scene.comesTo(database::shared)
                && scene.comesTo(() -> database.changed(PLANT))) {
            scene.teller().say("demo.trouble.setting.now", Rig.PLANTED);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            Disk.write(file, was);
        }
    }
}
