package bascule.store;

import bascule.host.Names;
import bascule.store.Backup.Summary;
import bascule.store.Manifest.Member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** One pass over what is copied: writes what an earlier pass did not, and then the manifest. */
final class FilePass {
    private final Path into;
    private final Clock clock;
    private final boolean first;

    /** What this pass has written: no more need be read again after it. */
    private Set<String> written = Set.of();

    /**
     * @param first whether what is copied may still be written to
     */
    FilePass(Path into, Clock clock, boolean first) {
        this.into = into;
        this.clock = clock;
        this.first = first;
    }

    boolean wrote(Member member) {
        return written.contains(member.key());
    }

    /**
     * @param before what lies in the copy already, by key; empty begins anew
     */
    Summary over(List<Path> roots, Map<String, Member> before) throws IOException {
        if (before.isEmpty()) {
            Trees.delete(into);
        }
        Files.createDirectories(into);
        Files.setPosixFilePermissions(
                into, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        return copy(FileWalk.of(roots), before);
    }

    private Summary copy(Manifest seen, Map<String, Member> before) throws IOException {
        var gone = new HashMap<>(before);
        seen.members().forEach(member -> gone.remove(member.key()));
        for (var member : gone.values()) {
            Trees.delete(Manifest.copy(into, member));
        }
        var tasks = new ArrayList<Callable<Optional<Member>>>();
        var kept = new ArrayList<Member>();
        for (var member : seen.members()) {
            var old = before.get(member.key());
            if (old != null && old.look().equals(member.look())) {
                kept.add(old);
            } else if (member.look().kind() == 'd') {
                folder(member, old);
                kept.add(member);
            } else {
                tasks.add(() -> file(seen, member, old));
            }
        }
        var copied = Parallel.of(tasks).stream().flatMap(Optional::stream).toList();
        written = copied.stream().map(Member::key).collect(Collectors.toSet());
        var all = new ArrayList<>(kept);
        all.addAll(copied);
        all.sort(java.util.Comparator.comparingInt(Member::root).thenComparing(Member::path));
        for (var member : kept) {
            if (member.look().kind() == 'd') {
                Names.force(Manifest.copy(into, member));
            }
        }
        new Manifest(seen.roots(), seen.absent(), all).write(into);
        return new Summary(
                all.stream().filter(member -> member.look().kind() == 'f').count(),
                copied.size(),
                copied.stream().mapToLong(member -> member.look().size()).sum());
    }

    private void folder(Member member, @org.jspecify.annotations.Nullable Member old)
            throws IOException {
        if (old != null && old.look().kind() != 'd') {
            Trees.delete(Manifest.copy(into, member));
        }
        Files.createDirectories(Manifest.copy(into, member));
    }

    private Optional<Member> file(
            Manifest seen, Member member, @org.jspecify.annotations.Nullable Member old)
            throws IOException {
        var source = Path.of(seen.roots().get(member.root())).resolve(member.path());
        var copy = Manifest.copy(into, member);
        if (old != null && old.look().kind() == 'd') {
            Trees.delete(copy);
        }
        Files.createDirectories(copy.getParent());
        try {
            Bytes.copy(source, copy);
        } catch (NoSuchFileException vanished) {
            if (first) {
                return Optional.empty();
            }
            throw vanished;
        }
        if (member.look().kind() == 'l') {
            return Optional.of(member);
        }
        return Optional.of(
                new Member(
                        member.root(),
                        member.path(),
                        first && member.look().freshAt(now())
                                ? member.look().distrusted()
                                : member.look(),
                        Optional.of(Bytes.sha256(copy))));
    }

    private long now() {
        var now = clock.instant();
        return java.util.concurrent.TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
