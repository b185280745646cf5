package bascule.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The disk that backups go to is full when the last backup is made. It is a small one of its own,
 * which only the upgrade sees (a private mount namespace), and which somebody fills meanwhile.
 */
final class FullDisk implements Trouble {
    private static final String SIZE = "size=96m";
    private @Nullable Path filler;

    @Override
    public String about() {
        return "demo.trouble.full";
    }

    @Override
    public Optional<String> impossible(Scene scene) {
        var words = namespace();
        words.addAll(List.of("true"));
        return Scene.done(words.toArray(String[]::new))
                ? Optional.empty()
                : Optional.of(String.join(" ", words));
    }

    private static List<String> namespace() {
        return new java.util.ArrayList<>(
                Scene.root()
                        ? List.of("unshare", "-m")
                        : List.of("unshare", "-U", "-m", "-c", "--keep-caps"));
    }

    @Override
    public List<String> prefix(Scene scene) {
        var backups = scene.place().backups();
        Disk.folder(backups);
        var words = namespace();
        // The folder stands as $0, so that no name of a folder is read as a command.
        words.addAll(
                List.of(
                        "sh",
                        "-c",
                        "mount -t tmpfs -o " + SIZE + " tmpfs \"$0\" && exec \"$@\"",
                        backups.toString()));
        return words;
    }

    @Override
    public void meanwhile(Scene scene, ProcessHandle upgrade) {
        if (scene.reaches("quiesce")) {
            fill(seen(upgrade, scene.place().backups()));
            scene.teller().say("demo.trouble.full.now");
        }
    }

    /** The folder as that process sees it. */
    private static Path seen(ProcessHandle process, Path folder) {
        return Path.of("/proc", String.valueOf(process.pid()), "root" + folder.toAbsolutePath());
    }

    private void fill(Path folder) {
        filler = folder.resolve("filler");
        Scene.done("dd", "if=/dev/zero", "of=" + filler, "bs=64k");
    }

    @Override
    public void close() {
        try {
            if (filler != null) {
                Files.deleteIfExists(filler);
            }
        } catch (IOException gone) {
            // The disk went away with the upgrade that saw it.
            filler = null;
        }
    }
}
