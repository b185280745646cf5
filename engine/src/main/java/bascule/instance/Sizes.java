package bascule.instance;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/** How much lies under a folder, told within a limit: what was not reached by then is not in it. */
public final class Sizes {
    /** How long a survey may count in all. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    private final long until;
    private long bytes;
    private boolean cut;

    private Sizes(long until) {
        this.until = until;
    }

    /**
     * @param cut whether the limit ended the count: there is more
     */
    public record Size(long bytes, boolean cut) {}

    /**
     * The bytes that the files under a path take up; of links nothing.
     *
     * @param until by {@link System#nanoTime}
     */
    public static Size of(Path path, long until) {
        var sizes = new Sizes(until);
        try {
            Files.walkFileTree(path.toRealPath(), sizes.visitor());
        } catch (IOException missing) {
            return new Size(0, false);
        }
        return new Size(sizes.bytes, sizes.cut);
    }

    private SimpleFileVisitor<Path> visitor() {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    bytes += attributes.size();
                }
                cut = System.nanoTime() - until > 0;
                return cut ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        };
    }
}
