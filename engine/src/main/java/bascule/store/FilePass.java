package bascule.store;

import bascule.host.OpenFile;
import bascule.store.Backup.Summary;
import bascule.store.FileWriting.Written;
import bascule.store.Manifest.Member;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One pass over what is copied: writes what an earlier pass did not, forces it to disk, reads it
 * again from there, and writes the manifest.
 */
final class FilePass {
    /** From this many on it takes less time to force the whole file system than each file. */
    private static final int MANY = 2000;

    private final Path into;
    private final Clock clock;
    private final Kind kind;
    private final Map<String, Member> before;

    /** When a pass is made, and what is made of it. */
    enum Kind {
        /** While it may be written to, with another to follow. */
        FIRST,
        /** While it may be written to; what it leaves is a backup. */
        SERVING,
        /** With all that writes to it stopped; what it leaves is a backup. */
        LAST
    }

    /** The folders of the copy in which names were made or taken away. */
    private final Set<Path> touched = new HashSet<>();

    /**
     * @param before what lies in the copy already, by key; empty begins anew
     */
    FilePass(Path into, Clock clock, Kind kind, Map<String, Member> before) {
        this.into = into;
        this.clock = clock;
        this.kind = kind;
        this.before = Map.copyOf(before);
    }

    Summary over(List<Path> roots) throws IOException {
        if (before.isEmpty()) {
            Trees.delete(into);
        }
        Files.createDirectories(into);
        Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwx------"));
        var counts = kind != Kind.FIRST;
        var seen = FileWalk.of(counts, roots);
        takeAway(seen);
        var writing = new FileWriting(into, seen, kind == Kind.LAST, clock);
        var members = new ArrayList<Member>();
        var files = new ArrayList<Member>();
        var names = new ArrayList<Member>();
        for (var member : seen.members()) {
            var old = before.get(member.key());
            if (old != null && old.look().equals(member.look()) && old.as().equals(member.as())) {
                members.add(old);
            } else if (member.kind() == 'd') {
                folder(member, old);
                writing.described(member).ifPresent(members::add);
            } else {
                clear(member, old);
                (member.kind() == 'f' && member.as().isEmpty() ? files : names).add(member);
            }
        }
        var written = writing.files(files, before.isEmpty());
        written.forEach(one -> members.add(one.member()));
        var held = members.stream().filter(Member::holdsBytes).map(Member::key);
        members.addAll(writing.names(names, held.collect(Collectors.toSet())));
        members.sort(Comparator.comparingInt(Member::root).thenComparing(Member::path));
        var made = new Manifest(counts, seen.roots(), seen.absent(), members);
        if (kind != Kind.LAST) {
            WayBack.tried(made);
        }
        force(written);
        writing.readAgain(written);
        made.write(into);
        return new Summary(
                members.stream().filter(member -> member.kind() == 'f').count(),
                written.size(),
                written.stream().mapToLong(one -> one.sums().size()).sum());
    }

    private void takeAway(Manifest seen) throws IOException {
        var gone = new HashMap<>(before);
        seen.members().forEach(member -> gone.remove(member.key()));
        for (var member : gone.values()) {
            var copy = Manifest.copy(into, member);
            Trees.delete(copy);
            touched.add(parent(copy));
        }
    }

    private void folder(Member member, @Nullable Member old) throws IOException {
        var copy = Manifest.copy(into, member);
        if (old == null || old.kind() != 'd') {
            Trees.delete(copy);
            Files.createDirectories(copy);
            touched.add(copy);
            touched.add(parent(copy));
        }
    }

    /** The old copy of a file stays until the new one is whole; a folder cannot be renamed over. */
    private void clear(Member member, @Nullable Member old) throws IOException {
        var copy = Manifest.copy(into, member);
        if (old != null && old.kind() == 'd') {
            Trees.delete(copy);
        }
        touched.add(parent(copy));
    }

    /** The first pass forces all it wrote at once: the last is not to wait for what it left. */
    private void force(List<Written> written) throws IOException {
        if (before.isEmpty() || written.size() > MANY) {
            try (var folder = OpenFile.read(into)) {
                folder.forceAll();
            }
            return;
        }
        var paths = new ArrayList<Path>();
        written.forEach(one -> paths.add(Manifest.copy(into, one.member())));
        touched.stream().filter(Files::isDirectory).forEach(paths::add);
        Parallel.of(Parallel.WAITING, paths, () -> FilePass::forced);
    }

    private static Path forced(Path path) throws IOException {
        try (var file = OpenFile.read(path)) {
            file.force();
        }
        return path;
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }
}
