package bascule.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Bascule's own small programs, written where they are used. */
final class Scripts {
    private Scripts() {}

    /** The program's file in this folder, written there unless it is there already. */
    static Path written(String name, Path folder) throws IOException {
        var text = read(name);
        var file = folder.resolve("." + name);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(folder);
            Forced.write(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return file;
    }

    private static String read(String name) throws IOException {
        try (var stream = Scripts.class.getResourceAsStream("/bascule/host/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("internal error: no program " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
