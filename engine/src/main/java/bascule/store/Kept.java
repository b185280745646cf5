package bascule.store;

import bascule.problem.Fault;
import bascule.store.Backup.Summary;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A backup of one store as it lies on the disk. It is looked at and read again without the store
 * that it came from, which may be gone.
 */
public record Kept(Path folder) {

    /**
     * Whether all is there that was written, without reading it.
     *
     * @return how much it holds
     * @throws Fault BSC-431 naming the first file that is missing or has another size
     */
    public Summary look() {
        if (SnapshotNote.in(folder)) {
            return snapshot().look();
        }
        var left = new DataFiles(folder);
        return left.are() ? left.look() : isDump() ? Dump.look(Dump.last(folder)) : files();
    }

    /**
     * Reads all of it again and holds it against its checksums; what a follower left has none, and
     * is read to its end. So is a snapshot: its file system has checksums of its own.
     *
     * @return how much it holds
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    public Summary verify() {
        if (SnapshotNote.in(folder)) {
            return snapshot().verify();
        }
        var left = new DataFiles(folder);
        if (left.are()) {
            return left.read();
        }
        return isDump()
                ? Dump.verify(Dump.last(folder))
                : new FileBackup(List.of(), folder).verify();
    }

    /** Where each tree of files came from, links followed; empty for the data of a server. */
    public List<String> roots() {
        try {
            if (SnapshotNote.in(folder)) {
                return SnapshotNote.read(folder).trees().stream()
                        .map(SnapshotNote.Tree::live)
                        .toList();
            }
            return isDump() || new DataFiles(folder).are()
                    ? List.of()
                    : Manifest.read(folder).roots();
        } catch (IOException | RuntimeException cannot) {
            throw new Fault(
                    "BSC-431",
                    Text.of("store.unreadable", folder, String.valueOf(cannot.getMessage())),
                    cannot);
        }
    }

    /** Takes it away, wherever its parts lie; nothing there is no error. */
    public void remove() throws IOException {
        if (SnapshotNote.in(folder)) {
            SnapshotNote.read(folder).removeAll(folder);
        }
        Trees.delete(folder);
    }

    private SnapshotBackup snapshot() {
        return new SnapshotBackup(List.of(), folder);
    }

    private boolean isDump() {
        return Files.exists(Dump.last(folder).resolve(Dump.MANIFEST));
    }

    private Summary files() {
        try {
            var files = 0L;
            var bytes = 0L;
            for (var member : Manifest.read(folder).members()) {
                var root = folder.resolve(String.valueOf(member.root()));
                var copy = member.path().isEmpty() ? root : root.resolve(member.path());
                if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                    throw new Fault("BSC-431", Text.of("store.missing", copy));
                }
                if (member.look().kind() == 'f') {
                    files++;
                    bytes += Files.size(copy);
                }
            }
            return new Summary(files, 0, bytes);
        } catch (IOException | RuntimeException cannot) {
            if (cannot instanceof Fault fault) {
                throw fault;
            }
            throw new Fault(
                    "BSC-431",
                    Text.of("store.unreadable", folder, String.valueOf(cannot.getMessage())),
                    cannot);
        }
    }
}
