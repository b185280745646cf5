package bascule.store;

import bascule.host.Inode;
import bascule.problem.Fault;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * What there is to copy, and how it looks before it is read. Sockets are left out: who listens
 * makes them again. Pipes and devices have no bytes, and are made again by a restore.
 */
final class FileWalk {
    private static final int PART = 512;

    private FileWalk() {}

    private record Found(Path path, Member member, Inode inode) {}

    /** Names of one folder: large ones are looked at in parts, by several threads. */
    private record Names(List<Path> paths) {}

    private record Start(int index, Path root, long device) {}

    /**
     * Everything below the roots, links not followed; a root that is not there is noted so.
     *
     * @throws Fault BSC-434 for what could not be exchanged with what is restored
     */
    static Manifest of(boolean last, List<Path> roots) throws IOException {
        var absent = new ArrayList<Integer>();
        var seen = new ArrayList<Member>();
        for (var index = 0; index < roots.size(); index++) {
            if (Files.exists(roots.get(index), LinkOption.NOFOLLOW_LINKS)) {
                seen.addAll(below(index, roots.get(index)));
            } else {
                absent.add(index);
            }
        }
        return new Manifest(last, roots.stream().map(Path::toString).toList(), absent, seen);
    }

    private static List<Member> below(int index, Path root) throws IOException {
        var all = new ArrayList<Found>();
        var start = new Start(index, root, Inode.of(root).device());
        var level = look(start, new Names(List.of(root)));
        while (!level.isEmpty()) {
            all.addAll(level);
            var folders =
                    level.stream()
                            .filter(found -> found.member().kind() == 'd')
                            .map(Found::path)
                            .toList();
            var parts =
                    Parallel.of(Parallel.WORKING, folders, () -> FileWalk::names).stream()
                            .flatMap(List::stream)
                            .toList();
            level =
                    Parallel.of(Parallel.WORKING, parts, () -> part -> look(start, part)).stream()
                            .flatMap(List::stream)
                            .toList();
        }
        return joined(all);
    }

    private static List<Names> names(Path folder) throws IOException {
        var parts = new ArrayList<Names>();
        var some = new ArrayList<Path>();
        try (var names = Files.newDirectoryStream(folder)) {
            for (var name : names) {
                some.add(name);
                if (some.size() == PART) {
                    parts.add(new Names(List.copyOf(some)));
                    some.clear();
                }
            }
        } catch (NoSuchFileException vanished) {
            return List.of();
        } catch (DirectoryIteratorException cannot) {
            throw cannot.getCause();
        }
        parts.add(new Names(some));
        return parts;
    }

    private static List<Found> look(Start start, Names names) throws IOException {
        var found = new ArrayList<Found>();
        for (var path : names.paths()) {
            var written = text(start.root(), path);
            try {
                var inode = Inode.of(path);
                var look = Look.of(inode);
                refuse(path, inode, start);
                if (look.kind() != 's') {
                    var member = Member.seen(start.index(), written, look, Optional.empty());
                    found.add(new Found(path, member, inode));
                }
            } catch (NoSuchFileException vanished) {
                // As if it had been looked at a moment later.
            }
        }
        return found;
    }

    /** A restored tree takes the place of the live one, which is then deleted. */
    private static void refuse(Path path, Inode inode, Start start) {
        if (inode.tellsMounts() ? inode.mounted() : inode.device() != start.device()) {
            throw new Fault("BSC-434", Text.of("store.mounted", path));
        }
        if (inode.immutable()) {
            throw new Fault("BSC-434", Text.of("store.immutable", path));
        }
    }

    private static String text(Path root, Path path) throws IOException {
        var written = root.relativize(path).toString();
        if (!isText(root, written, path)) {
            // Its name is no text: what is written down would name another file.
            throw new IOException("the name is not UTF-8: " + path);
        }
        return written;
    }

    private static boolean isText(Path root, String written, Path path) {
        try {
            return Manifest.below(root, written).equals(path);
        } catch (InvalidPathException unmappable) {
            return false;
        }
    }

    /** Of the names of one file the first in order holds its bytes. */
    private static List<Member> joined(List<Found> all) {
        all.sort(Comparator.comparing(found -> found.member().path()));
        var first = new HashMap<List<Long>, String>();
        var members = new ArrayList<Member>();
        for (var found : all) {
            var member = found.member();
            var inode = found.inode();
            if (member.kind() == 'f' && inode.links() > 1) {
                var named = List.of(inode.device(), inode.number());
                var holder = first.putIfAbsent(named, member.path());
                members.add(
                        Member.seen(
                                member.root(),
                                member.path(),
                                member.look(),
                                Optional.ofNullable(holder)));
            } else {
                members.add(member);
            }
        }
        return members;
    }
}
