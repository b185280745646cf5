package bascule.acceptance.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of 73 kB on average in 140 folders: 14,000 are about a gigabyte. */
public record FileTree(Path folder, int files) {
    private static final int FOLDERS = 140;
    private static final int MEAN = 73_000;

    /** About a gigabyte, every other file of bytes that cannot be made smaller. */
    public void fill() throws IOException {
        var random = new Random(1);
        var text =
                "This can be made smaller, and is.\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
        for (var index = 0; index < files; index++) {
            var file = file(index);
            Files.createDirectories(folder.resolve(file).getParent());
            var bytes = new byte[random.nextInt(2 * MEAN)];
            if (index % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                System.arraycopy(text, 0, bytes, 0, bytes.length);
            }
            Files.write(file, bytes);
        }
    }

    private Path file(int index) {
        return folder.resolve("folder" + index % FOLDERS).resolve("file" + index);
    }

    /** Writes one in a hundred anew. */
    public void change(int seed) throws IOException {
        var random = new Random(seed);
        for (var count = 0; count < files / 100; count++) {
            var bytes = new byte[random.nextInt(2 * MEAN)];
            random.nextBytes(bytes);
            Files.write(file(random.nextInt(files)), bytes);
        }
    }
}
