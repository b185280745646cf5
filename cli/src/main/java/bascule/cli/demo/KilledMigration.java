package bascule.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The migrating process is killed in the middle of its migration, which its own log tells: the
 * database is then neither of the old release nor of the new one.
 */
final class KilledMigration implements Trouble {
    private static final String INSIDE = "Migrating older model to 26.0.0";

    private long read;

    @Override
    public String about() {
        return "demo.trouble.killed";
    }

    @Override
    public void before(Scene scene) {
        read = size(log(scene));
    }

    @Override
    public void meanwhile(Scene scene, ProcessHandle upgrade) {
        if (scene.comesTo(() -> tail(log(scene)).contains(INSIDE))) {
            var migrating = Processes.of(scene.place().release(Place.NEW));
            migrating.forEach(ProcessHandle::destroyForcibly);
            scene.teller().say("demo.trouble.killed.now", INSIDE);
        }
    }

    private static Path log(Scene scene) {
        return scene.place().serviceLog();
    }

    private static long size(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    private String tail(Path log) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.min(read, file.size()));
            var bytes = java.nio.ByteBuffer.allocate((int) (file.size() - file.position()));
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (IOException moving) {
            return "";
        }
    }
}
