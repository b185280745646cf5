package bascule.store;

import bascule.host.Forced;
import bascule.host.Host;
import bascule.host.Inode;
import bascule.host.Mount;
import bascule.host.Names;
import bascule.host.Subvolume;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether folders can be put back from snapshots. Nothing is changed by asking.
 *
 * @param root where the application is: what lies in it changes with the release
 * @param into where the backup would be; it need not exist yet
 */
record SnapshotFitness(Path root, Path into) {

    /** Nothing is said where there is no btrfs: there is nothing to choose then. */
    Choice choice(Store.Files files, Host.Filler filler) {
        if (files.untouched() || !files.paths().stream().allMatch(path -> path.closed())) {
            return Choice.NONE;
        }
        var paths = paths(files, filler);
        try {
            if (!onBtrfs(paths)) {
                return Choice.NONE;
            }
            for (var path : paths) {
                var against = against(path);
                if (against.isPresent()) {
                    return copied(against.get());
                }
            }
            return new Choice(
                    new Technique.Snapshot(),
                    Optional.of(
                            Text.of(
                                    "store.choice.snapshot",
                                    String.join(
                                            ", ", paths.stream().map(Path::toString).toList()))));
        } catch (IOException cannot) {
            return copied(Names.said(cannot));
        }
    }

    private static Choice copied(Text because) {
        return new Choice(
                new Technique.Copied(), Optional.of(Text.of("store.choice.copied", because)));
    }

    static List<Path> paths(Store.Files files, Host.Filler filler) {
        return files.paths().stream()
                .map(path -> Forced.real(Path.of(filler.fill(path)).toAbsolutePath().normalize()))
                .toList();
    }

    private static boolean onBtrfs(List<Path> paths) throws IOException {
        for (var path : paths) {
            if (Files.exists(path) && Subvolume.isBtrfs(path)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Text> against(Path live) throws IOException {
        if (!Files.isDirectory(live) || !Subvolume.is(live)) {
            return Optional.of(Text.of("store.snapshot.not.whole", live));
        }
        if (!Subvolume.mayBeDeleted()) {
            return Optional.of(Text.of("store.snapshot.not.root", live));
        }
        if (Inode.of(live).mounted()) {
            return Optional.of(Text.of("store.snapshot.not.mount", live));
        }
        if (Forced.real(into).startsWith(live)) {
            return Optional.of(Text.of("store.snapshot.not.state", into, live));
        }
        var where = place(live, into);
        if (where.isEmpty() && above(live).startsWith(Forced.real(root))) {
            return Optional.of(Text.of("store.snapshot.not.place", live, into));
        }
        return unsummed(live).or(() -> inside(live));
    }

    /** Without checksums nobody could tell that a snapshot is read as it was written. */
    private static Optional<Text> unsummed(Path live) throws IOException {
        return Mount.all().stream()
                .filter(mount -> live.startsWith(mount.at()))
                .max(Comparator.comparingInt(mount -> mount.at().getNameCount()))
                .filter(
                        mount ->
                                mount.options().contains("nodatasum")
                                        || mount.options().contains("nodatacow"))
                .map(mount -> Text.of("store.snapshot.not.sums", mount.at()));
    }

    /** What no snapshot would hold, and an exchange would take from where it is. */
    static Optional<Text> inside(Path live) {
        try {
            var mounted = Mount.all().stream().filter(mount -> mount.isIn(live)).findFirst();
            if (mounted.isPresent()) {
                return Optional.of(Text.of("store.snapshot.not.inside", mounted.get().at(), live));
            }
            return Subvolume.inside(live).stream()
                    .findFirst()
                    .map(nested -> Text.of("store.snapshot.not.nested", nested, live));
        } catch (IOException cannot) {
            return Optional.of(Names.said(cannot));
        }
    }

    /**
     * @throws Fault BSC-472 if something lies inside that no snapshot would hold
     */
    static void refuse(Path live) {
        inside(live)
                .ifPresent(
                        what -> {
                            throw new Fault("BSC-472", what);
                        });
    }

    /** In the folder of the backup if that can be: else beside what they are of. */
    static Optional<Path> place(Path live, Path into) throws IOException {
        var near = Forced.real(Choice.existing(into));
        return Subvolume.isBtrfs(near)
                        && Subvolume.fileSystem(near).equals(Subvolume.fileSystem(live))
                ? Optional.of(into)
                : Optional.empty();
    }

    static Path above(Path live) {
        return Objects.requireNonNull(live.getParent());
    }
}
