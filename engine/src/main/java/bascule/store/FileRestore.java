package bascule.store;

import bascule.host.Names;
import bascule.problem.Fault;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One tree of a copy put back in the place it came from. */
final class FileRestore {
    private FileRestore() {}

    static void tree(Path copy, Manifest manifest, int root) throws IOException {
        var live = Path.of(manifest.roots().get(root));
        var beside = live.resolveSibling("." + live.getFileName() + ".bascule-restore");
        Trees.delete(beside);
        if (manifest.absent().contains(root)) {
            if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(live, beside, StandardCopyOption.ATOMIC_MOVE);
            }
        } else {
            build(copy, manifest, root, beside);
            if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                Names.exchange(beside, live);
            } else {
                Files.createDirectories(live.getParent());
                Files.move(beside, live, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Names.force(live.getParent());
        Trees.delete(beside);
    }

    /** Every tree, each in a folder of its own below one that nobody uses. */
    static void build(Path copy, Manifest manifest, Path into) throws IOException {
        Trees.delete(into);
        Files.createDirectory(into);
        for (var root = 0; root < manifest.roots().size(); root++) {
            if (!manifest.absent().contains(root)) {
                build(copy, manifest, root, into.resolve(String.valueOf(root)));
            }
        }
    }

    private static void build(Path copy, Manifest manifest, int root, Path beside)
            throws IOException {
        var members = manifest.members().stream().filter(member -> member.root() == root).toList();
        for (var member : members) {
            var from = below(copy.resolve(String.valueOf(root)), member);
            var to = below(beside, member);
            if (member.look().kind() == 'd') {
                Files.createDirectories(to);
            } else {
                put(member, from, to);
            }
        }
        for (var member : members.reversed()) { // a folder after what it holds, which sets its time
            if (member.look().kind() == 'd') {
                dress(member, below(beside, member));
                Names.force(below(beside, member));
            }
        }
    }

    private static void put(Member member, Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new Fault("BSC-431", Text.of("store.missing", from));
        }
        Bytes.copy(from, to);
        var wanted = member.sha256();
        if (!wanted.equals(wanted.isEmpty() ? Optional.empty() : Optional.of(Bytes.sha256(to)))) {
            throw new Fault("BSC-431", Text.of("store.differs", from));
        }
    }

    private static Path below(Path root, Member member) {
        return member.path().isEmpty() ? root : root.resolve(member.path());
    }

    /** A folder's owner, mode and time as they were. */
    private static void dress(Member member, Path folder) throws IOException {
        var look = member.look();
        var found = Manifest.Look.at(folder);
        if (found.user() != look.user() || found.group() != look.group()) {
            for (var change :
                    Map.of("unix:uid", (Object) look.user(), "unix:gid", look.group()).entrySet()) {
                Files.setAttribute(folder, change.getKey(), change.getValue());
            }
        }
        Files.setAttribute(folder, "unix:mode", look.mode() & 07777);
        Files.setLastModifiedTime(folder, FileTime.from(look.modified(), TimeUnit.NANOSECONDS));
    }
}
