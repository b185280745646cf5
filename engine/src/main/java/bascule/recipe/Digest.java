package bascule.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of folders: of each file its path, its length and its bytes, in order. */
final class Digest {
    private Digest() {}

    static String of(List<Path> folders) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var folder : folders) {
                for (var file : files(folder)) {
                    var bytes = Files.readAllBytes(file);
                    var head = folder.relativize(file) + "\n" + bytes.length + "\n";
                    digest.update(head.getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
