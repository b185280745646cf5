package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.host.OpenFile;
import bascule.host.Subvolume;
import bascule.problem.Fault;
import bascule.store.SnapshotNote.Tree;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Subvolumes of btrfs kept as snapshots, and put back by exchanging two names: what the outage and
 * a way back take does not grow with what lies in them.
 *
 * <p>All that takes time is done by the first pass, while the application serves: a snapshot is
 * read to its end, so that a block that the disk has lost is found, and the way back is tried. The
 * last pass takes another one, and reads nothing. It lies on the disk of the data, and is lost with
 * it.
 */
public final class SnapshotBackup implements Backup {
    private final List<Path> paths;
    private final Path into;

    /**
     * @param paths what is kept, absolute; links are followed once, here
     * @param into the folder of the backup; its parent must exist
     */
    public SnapshotBackup(List<Path> paths, Path into) {
        this.paths = paths.stream().map(Forced::real).toList();
        this.into = into;
    }

    @Override
    public Summary firstPass() {
        return doing(
                "BSC-430",
                "store.copy",
                () -> {
                    paths.forEach(SnapshotBackup::allow);
                    new Kept(into).remove();
                    var taken = begun().taken(into, false);
                    for (var tree : taken.trees()) {
                        SnapshotNote.remove(trial(tree));
                    }
                    return read(taken);
                });
    }

    /**
     * What the kernel still holds in memory is written now, and not in the outage. So is the first
     * snapshot taken away: forgetting what was read of it takes the longer the more there was.
     */
    @Override
    public void makeReady() {
        doing(
                "BSC-430",
                "store.copy",
                () -> {
                    if (SnapshotNote.in(into) && !SnapshotNote.read(into).last()) {
                        SnapshotNote.read(into).without().over(into);
                    }
                    for (var path : paths) {
                        allow(path);
                        try (var folder = OpenFile.read(path)) {
                            folder.forceAll();
                        }
                    }
                    return true;
                });
    }

    /** Counts nothing: that would take the longer the more there is. */
    @Override
    public Summary lastPass() {
        return doing(
                "BSC-430",
                "store.copy",
                () -> {
                    paths.forEach(SnapshotBackup::allow);
                    var note = SnapshotNote.in(into) ? SnapshotNote.read(into) : begun();
                    note.taken(into, true);
                    return new Summary(0, 0, 0);
                });
    }

    /**
     * @throws Fault BSC-472 if something lies inside that no snapshot would hold
     */
    private static void allow(Path live) {
        SnapshotFitness.refuse(live);
    }

    /** Written before the first is taken. */
    private SnapshotNote begun() throws IOException {
        Files.createDirectories(into);
        Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwx------"));
        var trees = new ArrayList<Tree>();
        for (var path : paths) {
            trees.add(tree(path, trees.size()));
        }
        var note = new SnapshotNote(false, trees);
        note.write(into);
        return note;
    }

    private Tree tree(Path live, int index) throws IOException {
        var none = java.util.Optional.<SnapshotNote.Made>empty();
        if (SnapshotFitness.place(live, into).isPresent()) {
            return new Tree(live.toString(), "", "tree-" + index + "-", none);
        }
        var run = into.toAbsolutePath().getParent();
        var begin = (run == null ? "" : run.getFileName()) + "-" + into.getFileName() + "-";
        var place = live.resolveSibling("." + live.getFileName() + ".bascule-snapshots");
        return new Tree(live.toString(), place.toString(), begin, none);
    }

    /** Makes what a restore makes, where it makes it. */
    private Path trial(Tree tree) {
        var live = Path.of(tree.live());
        var beside = WayBack.beside(live);
        try {
            SnapshotNote.remove(beside);
            Subvolume.snapshot(tree.whole(into), beside, false);
            return beside;
        } catch (IOException cannot) {
            throw new Fault(
                    "BSC-434", Text.of("store.no-place", live, beside, Names.said(cannot)), cannot);
        }
    }

    private Summary read(SnapshotNote note) throws IOException {
        var files = 0L;
        var bytes = 0L;
        for (var tree : note.trees()) {
            var read = new SnapshotReading(tree.whole(into)).all();
            files += read.files();
            bytes += read.bytes();
        }
        return new Summary(files, 0, bytes);
    }

    /**
     * Reads all of it to its end, by the checksums of the file system, and that it is the one that
     * was taken, and was not changed since.
     */
    @Override
    public Summary verify() {
        return doing("BSC-431", "store.unreadable", () -> read(SnapshotNote.read(into)));
    }

    /** As {@link #verify}, without reading it. */
    Summary look() {
        return doing(
                "BSC-431",
                "store.unreadable",
                () -> {
                    var files = 0L;
                    var bytes = 0L;
                    for (var tree : SnapshotNote.read(into).trees()) {
                        var seen = new SnapshotReading(tree.whole(into)).look();
                        files += seen.files();
                        bytes += seen.bytes();
                    }
                    return new Summary(files, 0, bytes);
                });
    }

    /**
     * Light: all of it is read, and what a restore would put in place is made; full: that is read,
     * too, and each file in it held against the snapshot.
     */
    @Override
    public Proof prove(Depth depth) {
        var read = verify();
        return doing(
                "BSC-433",
                "store.restore",
                () -> {
                    var took = Duration.ZERO;
                    for (var tree : SnapshotNote.read(into).trees()) {
                        var snapshot = tree.whole(into);
                        var began = System.nanoTime();
                        var made = trial(tree);
                        took = took.plusNanos(System.nanoTime() - began);
                        try {
                            if (depth == Depth.FULL) {
                                new SnapshotReading(snapshot).compare(made);
                            }
                        } finally {
                            SnapshotNote.remove(made);
                        }
                    }
                    return new Proof.Proved(read.files(), 0, took);
                });
    }

    /**
     * Each subvolume is made anew from its snapshot beside the live one, and exchanged with it in
     * one instant; what was there is taken away. A crash leaves the one or the other.
     *
     * @throws Fault BSC-431 if a snapshot is not as it was taken, BSC-472 if something lies in the
     *     live one that would be lost: nothing was replaced; BSC-432 if it cannot be made
     */
    @Override
    public void restore() {
        doing(
                "BSC-432",
                "store.restore",
                () -> {
                    var note = SnapshotNote.read(into);
                    if (!note.last()) {
                        throw new Fault("BSC-431", Text.of("store.no-last", into));
                    }
                    for (var tree : note.trees()) {
                        tree.whole(into);
                        replaceable(Path.of(tree.live()));
                    }
                    for (var tree : note.trees()) {
                        putBack(tree);
                    }
                    return true;
                });
    }

    /** Something else may have its name by now. */
    private static void replaceable(Path live) throws IOException {
        if (Forced.there(live) && Subvolume.is(live)) {
            allow(live);
        }
    }

    private void putBack(Tree tree) throws IOException {
        var live = Path.of(tree.live());
        var beside = WayBack.beside(live);
        SnapshotNote.remove(beside);
        Forced.folders(SnapshotFitness.above(live));
        Subvolume.snapshot(tree.whole(into), beside, false);
        if (Forced.there(live)) {
            Names.exchange(beside, live);
        } else {
            Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE);
            Names.force(live.getParent());
        }
        SnapshotNote.remove(beside);
    }

    @Override
    public boolean exists() {
        try {
            var note = SnapshotNote.read(into);
            for (var tree : note.trees()) {
                tree.whole(into);
            }
            return note.last();
        } catch (IOException | RuntimeException not) {
            return false;
        }
    }

    /** Something that may fail for the disk's reasons. */
    private interface Work<T> {
        T done() throws IOException;
    }

    private <T> T doing(String code, String text, Work<T> work) {
        try {
            return work.done();
        } catch (IOException cannot) {
            var said = Names.said(cannot);
            throw new Fault(
                    code,
                    cannot instanceof FileSystemException named && named.getFile() != null
                            ? Text.of(text + "-of", into, named.getFile(), said)
                            : Text.of(text, into, said),
                    cannot);
        }
    }
}
