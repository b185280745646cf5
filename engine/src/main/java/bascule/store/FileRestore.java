package bascule.store;

import bascule.host.Attributes;
import bascule.host.Forced;
import bascule.host.Inode;
import bascule.host.Names;
import bascule.host.OpenFile;
import bascule.host.Subvolume;
import bascule.problem.Fault;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** One tree of a copy put back in the place it came from. */
final class FileRestore {
    private final Path copy;
    private final Path beside;
    private final ConcurrentMap<Long, Boolean> shares = new ConcurrentHashMap<>();

    private FileRestore(Path copy, Path beside) {
        this.copy = copy;
        this.beside = beside;
    }

    static void tree(Path copy, Manifest manifest, int root) throws IOException {
        var live = Path.of(manifest.roots().get(root));
        var beside = WayBack.beside(live);
        Trees.delete(beside);
        if (manifest.absent().contains(root)) {
            if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(live, beside, StandardCopyOption.ATOMIC_MOVE);
            }
        } else {
            Files.createDirectories(live.getParent());
            if (Forced.there(live) && Subvolume.is(live)) {
                stays(beside);
            }
            new FileRestore(copy.resolve(String.valueOf(root)), beside)
                    .build(of(manifest, root), true);
            if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                Names.exchange(beside, live);
            } else {
                Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Names.force(live.getParent());
        Trees.delete(beside);
    }

    /** What was a subvolume is to be one again; where that may not be, a folder holds as much. */
    private static void stays(Path beside) throws IOException {
        try {
            Subvolume.make(beside);
        } catch (IOException _) {
            Trees.delete(beside);
        }
    }

    /**
     * Every tree, each in a folder of its own below one that nobody uses. Without owners and
     * attributes, which the file system of the backups need not have: that they can be given where
     * the data are is shown there.
     */
    static void proof(Path copy, Manifest manifest, Path into) throws IOException {
        Trees.delete(into);
        Files.createDirectory(into);
        for (var root = 0; root < manifest.roots().size(); root++) {
            if (!manifest.absent().contains(root)) {
                var number = String.valueOf(root);
                new FileRestore(copy.resolve(number), into.resolve(number))
                        .build(of(manifest, root), false);
            }
        }
    }

    private static List<Member> of(Manifest manifest, int root) {
        return manifest.members().stream().filter(member -> member.root() == root).toList();
    }

    private void build(List<Member> members, boolean dressed) throws IOException {
        var closed =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        for (var member : members) {
            if (member.kind() == 'd' && !Forced.there(to(member))) {
                Files.createDirectory(to(member), closed);
            }
        }
        var files = members.stream().filter(Member::holdsBytes).toList();
        var sums = Parallel.of(Parallel.WORKING, files, () -> new Putting(dressed));
        for (var member : members) {
            if (member.kind() != 'd' && !member.holdsBytes()) {
                name(member, dressed);
            }
        }
        for (var member : members.reversed()) { // a folder after what it holds, which sets its time
            if (dressed && member.kind() == 'd') {
                Dress.on(to(member), member);
            }
        }
        try (var whole = OpenFile.read(Objects.requireNonNull(beside.getParent()))) {
            whole.forceAll();
        }
        Parallel.of(Parallel.WORKING, sums, Reading::new);
    }

    private Path to(Member member) {
        return Manifest.below(beside, member.path());
    }

    private Path from(Member member) {
        return Manifest.below(copy, member.path());
    }

    private void name(Member member, boolean dressed) throws IOException {
        var to = to(member);
        if (member.as().isPresent()) {
            Files.createLink(to, Manifest.below(beside, member.as().get()));
            return;
        }
        if (member.kind() == 'l') {
            Files.createSymbolicLink(to, Path.of(member.to().orElseThrow()));
        } else if (dressed || member.kind() == 'p') {
            Attributes.node(to, member.look().mode() & 0170000, member.look().device());
        }
        if (dressed) {
            Dress.on(to, member);
        }
    }

    private record Put(Member member, Copier.Sums sums) {}

    /** What one thread does: a file's bytes, held against its checksum, and what it wears. */
    private final class Putting implements Parallel.Worker<Member, Put> {
        private final Copier copier = new Copier(shares);
        private final boolean dressed;

        Putting(boolean dressed) {
            this.dressed = dressed;
        }

        @Override
        public Put on(Member member) throws IOException {
            var from = from(member);
            try {
                var sums = copier.copy(from, Look.of(Inode.of(from)), to(member));
                if (!sums.sum().equals(member.sum().orElseThrow())) {
                    throw new Fault("BSC-431", Text.of("store.differs", from));
                }
                if (dressed) {
                    Dress.on(to(member), member);
                }
                return new Put(member, sums);
            } catch (NoSuchFileException missing) {
                throw new Fault("BSC-431", Text.of("store.missing", from), missing);
            }
        }

        @Override
        public void close() {
            copier.close();
        }
    }

    /** What one thread does afterwards: nothing takes the place of the live tree unread. */
    private final class Reading implements Parallel.Worker<Put, Put> {
        private final Copier copier = new Copier(shares);

        @Override
        public Put on(Put put) throws IOException {
            if (!copier.isWritten(to(put.member()), put.sums())) {
                throw new Fault("BSC-432", Text.of("store.differs", to(put.member())));
            }
            return put;
        }

        @Override
        public void close() {
            copier.close();
        }
    }
}
