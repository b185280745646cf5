package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.host.Subvolume;
import bascule.json.Json;
import bascule.problem.Fault;
import bascule.text.Text;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the folder of a backup knows of its snapshots, {@code snapshot.json}. It is written before
 * the first is taken, so that each can be found, whenever a crash came, and again when they are.
 *
 * @param last whether they are what is restored
 */
record SnapshotNote(boolean last, List<Tree> trees) {
    static final String NAME = "snapshot.json";
    private static final Set<PosixFilePermission> CLOSED =
            PosixFilePermissions.fromString("rwx------");

    SnapshotNote {
        trees = List.copyOf(trees);
    }

    /**
     * One subvolume.
     *
     * @param live where it is
     * @param place the folder in which snapshots of it lie, which nobody else may enter: what
     *     others may not reach in the live tree they cannot reach there; empty for the folder of
     *     the backup
     * @param begin what their names begin with: a number follows
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Tree(String live, String place, String begin, Optional<Made> made) {
        Path at(Path folder) {
            return folder.toAbsolutePath().resolve(place);
        }

        /** The first name that nothing has. */
        private String free(Path folder) {
            for (var number = 1; ; number++) {
                if (!Forced.there(at(folder).resolve(begin + number))) {
                    return begin + number;
                }
            }
        }

        Tree taken(Path folder) throws IOException {
            if (Forced.there(at(folder))) {
                Files.setPosixFilePermissions(at(folder), CLOSED);
            } else {
                Files.createDirectory(at(folder), PosixFilePermissions.asFileAttribute(CLOSED));
                Names.force(at(folder).getParent());
            }
            var name = free(folder);
            var to = at(folder).resolve(name);
            Subvolume.snapshot(Path.of(live), to, true);
            var known = Subvolume.known(to);
            return new Tree(
                    live, place, begin, Optional.of(new Made(name, known.uuid(), known.changed())));
        }

        /**
         * @throws Fault BSC-431 if it is not there, or not as it was taken
         */
        Path whole(Path folder) throws IOException {
            var snapshot = at(folder).resolve(made.map(Made::name).orElse(begin));
            if (made.isEmpty() || !Subvolume.is(there(snapshot))) {
                throw new Fault("BSC-431", Text.of("store.missing", snapshot));
            }
            if (!made.get().is(Subvolume.known(snapshot))) {
                throw new Fault("BSC-431", Text.of("store.snapshot.changed", snapshot));
            }
            return snapshot;
        }

        private static Path there(Path snapshot) {
            if (!Forced.there(snapshot)) {
                throw new Fault("BSC-431", Text.of("store.missing", snapshot));
            }
            return snapshot;
        }

        /** All that begin so, but the one that counts. */
        private void sweep(Path folder) throws IOException {
            var keep = made.map(Made::name).orElse("");
            var old = new ArrayList<Path>();
            try (var all = Files.newDirectoryStream(at(folder), this::isOne)) {
                all.forEach(old::add);
            } catch (NoSuchFileException _) {
                return; // with the place went what lay in it
            }
            for (var one : old) {
                if (!String.valueOf(one.getFileName()).equals(keep)) {
                    remove(one);
                }
            }
        }

        private boolean isOne(Path path) {
            var name = String.valueOf(path.getFileName());
            return name.startsWith(begin) && name.substring(begin.length()).matches("\\d+");
        }
    }

    /**
     * A snapshot as it was when it was taken.
     *
     * @param changed when anything in it was last changed: read-only, it stays so
     */
    record Made(String name, String uuid, long changed) {
        boolean is(Subvolume.Known known) {
            return known.readOnly() && known.uuid().equals(uuid) && known.changed() == changed;
        }
    }

    static boolean in(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    static SnapshotNote read(Path folder) throws IOException {
        return Json.read(Files.readString(folder.resolve(NAME)), SnapshotNote.class);
    }

    void write(Path folder) throws IOException {
        Forced.write(folder.resolve(NAME), Json.line(this));
    }

    /** One of each subvolume; earlier ones go when these are written down. */
    SnapshotNote taken(Path folder, boolean nowLast) throws IOException {
        var newTrees = new ArrayList<Tree>();
        for (var tree : trees) {
            newTrees.add(tree.taken(folder));
        }
        var after = new SnapshotNote(nowLast, newTrees);
        after.over(folder);
        return after;
    }

    /** Takes the place of the note before; what only that one named goes. */
    void over(Path folder) throws IOException {
        write(folder);
        sweep(folder);
    }

    /** As long as none is taken. */
    SnapshotNote without() {
        return new SnapshotNote(
                false,
                trees.stream()
                        .map(t -> new Tree(t.live, t.place, t.begin, Optional.empty()))
                        .toList());
    }

    private void sweep(Path folder) throws IOException {
        for (var tree : trees) {
            tree.sweep(folder);
        }
    }

    /** Takes every snapshot away; the note is left. */
    void removeAll(Path folder) throws IOException {
        without().sweep(folder);
        for (var tree : trees) {
            if (!tree.place.isEmpty()) {
                deleteIfEmpty(tree.at(folder));
            }
        }
    }

    /** Other backups may have theirs there. */
    private static void deleteIfEmpty(Path place) throws IOException {
        try {
            Files.deleteIfExists(place);
        } catch (DirectoryNotEmptyException _) {
            return;
        }
    }

    /** A subvolume at once, a folder file by file; nothing there is no error. */
    static void remove(Path path) throws IOException {
        if (Forced.there(path) && Subvolume.is(path)) {
            Subvolume.delete(path);
        } else {
            Trees.delete(path);
        }
    }
}
