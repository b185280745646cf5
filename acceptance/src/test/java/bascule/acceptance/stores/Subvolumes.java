package bascule.acceptance.stores;

import static bascule.acceptance.stores.DressedTree.ran;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** A file system of btrfs in a file, mounted in a folder. */
public final class Subvolumes {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path image;
    private final Path at;
    private final Deque<Path> mounted = new ArrayDeque<>();

    /**
     * @param options of the mount, {@code loop} at least
     */
    public Subvolumes(Path folder, String options) throws IOException, InterruptedException {
        image = folder.resolve("btrfs.img");
        at = Files.createDirectory(folder.resolve("btrfs"));
        ran(folder, "truncate", "-s", "900M", image.toString());
        ran(folder, "mkfs.btrfs", "-q", image.toString());
        ran(folder, "mount", "-o", options, image.toString(), at.toString());
        mounted.push(at);
    }

    public Path at() {
        return at;
    }

    /** A new one, in folders that need not exist. */
    public Path make(Path subvolume) throws IOException, InterruptedException {
        Files.createDirectories(subvolume.getParent());
        ran(at, "btrfs", "-q", "subvolume", "create", subvolume.toString());
        return subvolume;
    }

    /** Everything mounted here goes with the rest. */
    void tmpfs(Path folder) throws IOException, InterruptedException {
        ran(at, "mount", "-t", "tmpfs", "tmpfs", folder.toString());
        mounted.push(folder);
    }

    /** All that there are, by their path in the file system. */
    public List<String> all() throws IOException, InterruptedException {
        return ran(at, "btrfs", "subvolume", "list", at.toString())
                .lines()
                .map(line -> line.substring(line.indexOf(" path ") + " path ".length()))
                .sorted()
                .toList();
    }

    /** What a failing disk does to a text that it has: it reads otherwise, and says nothing. */
    void rot(String text) throws IOException, InterruptedException {
        ran(at, "sync", "-f", at.toString());
        var found = ran(at, "grep", "-obaF", "-m", "1", text, image.toString()).lines().toList();
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            for (var line : found) {
                file.seek(Long.parseLong(line.substring(0, line.indexOf(':'))));
                file.write("X".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** Unmounts all that was mounted, as soon as what was killed there has let go of it. */
    public void close() throws IOException, InterruptedException {
        var folder = Objects.requireNonNull(image.getParent());
        var until = System.nanoTime() + LIMIT.toNanos();
        for (var mount : mounted) {
            while (code("umount", mount.toString()) != 0 && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        assertThat(ran(folder, "cat", "/proc/self/mounts")).doesNotContain(at.toString());
    }

    private static int code(String... command) throws IOException, InterruptedException {
        var discard = ProcessBuilder.Redirect.DISCARD;
        return new ProcessBuilder(command)
                .redirectOutput(discard)
                .redirectError(discard)
                .start()
                .waitFor();
    }
}
