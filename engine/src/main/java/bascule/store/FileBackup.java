package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.store.Manifest.Look;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A copy of folders and files that can be proved whole: a first pass while the application serves,
 * a last one, when it is quiet, over what has changed since.
 *
 * <p>Whether something changed is told by its inode's own time and number too, so that a database
 * that writes in place with its times set back is seen. Nothing is ever linked to a live file.
 */
public final class FileBackup implements Backup {
    private final List<Path> paths;
    private final Path into;
    private final Clock clock;

    /** What the pass that this object made has written: no more need be read again after it. */
    private Set<String> written = Set.of();

    /**
     * @param paths what is copied, absolute; links are followed once, here
     * @param into the folder that becomes the copy; its parent must exist
     */
    public FileBackup(List<Path> paths, Path into) {
        this(paths, into, Clock.systemUTC());
    }

    FileBackup(List<Path> paths, Path into, Clock clock) {
        this.paths = List.copyOf(paths);
        this.into = into;
        this.clock = clock;
    }

    /**
     * Copies all of it while it may still be written; what vanishes meanwhile is left out.
     *
     * @throws Fault BSC-430 if it cannot be read or written
     */
    @Override
    public Summary firstPass() {
        return verified(pass(Map.of(), true));
    }

    /**
     * Copies what has changed since the first pass, or all if there was none; from here on the copy
     * is what {@link #verify} and {@link #restore} go by.
     *
     * @throws Fault BSC-430 if it cannot be read or written
     */
    @Override
    public Summary lastPass() {
        var before = new HashMap<String, Member>();
        if (Files.exists(into.resolve(Manifest.NAME))) {
            try {
                Manifest.read(into).members().forEach(member -> before.put(member.key(), member));
            } catch (IOException | RuntimeException unreadable) {
                before.clear();
            }
        }
        return verified(pass(before, false));
    }

    private Summary verified(Summary pass) {
        verifyPass();
        return pass;
    }

    private Summary pass(Map<String, Member> before, boolean first) {
        try {
            if (before.isEmpty()) {
                Trees.delete(into);
            }
            Files.createDirectories(into);
            Files.setPosixFilePermissions(
                    into, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
            var roots = paths.stream().map(Forced::real).toList();
            var absent = new ArrayList<Integer>();
            var seen = new ArrayList<Member>();
            for (var index = 0; index < roots.size(); index++) {
                if (Files.exists(roots.get(index), LinkOption.NOFOLLOW_LINKS)) {
                    seen.addAll(look(index, roots.get(index)));
                } else {
                    absent.add(index);
                }
            }
            return copy(new Manifest(texts(roots), absent, seen), before, first);
        } catch (IOException cannot) {
            throw new Fault("BSC-430", Text.of("store.copy", into, Names.said(cannot)), cannot);
        } catch (UncheckedIOException cannot) {
            var cause = java.util.Objects.requireNonNull(cannot.getCause());
            throw new Fault("BSC-430", Text.of("store.copy", into, Names.said(cause)), cause);
        }
    }

    private Summary copy(Manifest seen, Map<String, Member> before, boolean first)
            throws IOException {
        var gone = new HashMap<>(before);
        seen.members().forEach(member -> gone.remove(member.key()));
        for (var member : gone.values()) {
            Trees.delete(copyOf(member));
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
                tasks.add(() -> file(seen, member, old, first));
            }
        }
        var copied = Parallel.of(tasks).stream().flatMap(Optional::stream).toList();
        written = copied.stream().map(Member::key).collect(Collectors.toSet());
        var all = new ArrayList<>(kept);
        all.addAll(copied);
        all.sort(java.util.Comparator.comparingInt(Member::root).thenComparing(Member::path));
        for (var member : kept) {
            if (member.look().kind() == 'd') {
                Names.force(copyOf(member));
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
            Trees.delete(copyOf(member));
        }
        Files.createDirectories(copyOf(member));
    }

    private Optional<Member> file(
            Manifest seen,
            Member member,
            @org.jspecify.annotations.Nullable Member old,
            boolean first)
            throws IOException {
        var source = Path.of(seen.roots().get(member.root())).resolve(member.path());
        var copy = copyOf(member);
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

    /**
     * Reads the whole copy again and holds it against its manifest.
     *
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    @Override
    public Summary verify() {
        return verify(_ -> true);
    }

    /**
     * Reads again what the pass just made has written: an outage must not grow with what did not
     * change, which was read again when it was copied, and is read once more before any restore.
     *
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    Summary verifyPass() {
        return verify(member -> written.contains(member.key()));
    }

    private Summary verify(Predicate<Member> meant) {
        try {
            var manifest = Manifest.read(into);
            var tasks =
                    manifest.members().stream()
                            .filter(meant)
                            .<Callable<Optional<Member>>>map(member -> () -> checked(member))
                            .toList();
            var files = Parallel.of(tasks).stream().flatMap(Optional::stream).toList();
            return new Summary(
                    files.size(),
                    0,
                    files.stream().mapToLong(member -> member.look().size()).sum());
        } catch (IOException | RuntimeException cannot) {
            if (cannot instanceof Fault fault) {
                throw fault;
            }
            throw new Fault(
                    "BSC-431",
                    Text.of("store.unreadable", into, String.valueOf(cannot.getMessage())),
                    cannot);
        }
    }

    /** Light: all of it is read; full: it is built anew beside the copy, as a restore builds it. */
    @Override
    public Proof prove(Depth depth) {
        var began = System.nanoTime();
        var files = verify().files();
        if (depth == Depth.FULL) {
            var scratch = into.resolveSibling(into.getFileName() + ".scratch");
            try {
                began = System.nanoTime();
                FileRestore.build(into, Manifest.read(into), scratch);
            } catch (IOException cannot) {
                var said = Names.said(cannot);
                throw new Fault("BSC-433", Text.of("store.restore", into, said), cannot);
            } finally {
                Trees.deleteQuietly(scratch);
            }
        }
        return new Proof.Proved(files, 0, Duration.ofNanos(System.nanoTime() - began));
    }

    private Optional<Member> checked(Member member) throws IOException {
        var copy = copyOf(member);
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            throw new Fault("BSC-431", Text.of("store.missing", copy));
        }
        if (member.sha256().isPresent() && !Bytes.sha256(copy).equals(member.sha256().get())) {
            throw new Fault("BSC-431", Text.of("store.differs", copy));
        }
        return member.look().kind() == 'f' ? Optional.of(member) : Optional.empty();
    }

    /**
     * Puts everything back as it was copied. Each tree is built beside the live one, held against
     * its checksums, and exchanged with it in one instant; a crash leaves the one or the other, and
     * it may be repeated.
     *
     * @throws Fault BSC-431 if the copy is not whole: nothing was replaced by what is not; BSC-432
     *     if it cannot be written
     */
    @Override
    public void restore() {
        try {
            var manifest = Manifest.read(into);
            for (var index = 0; index < manifest.roots().size(); index++) {
                FileRestore.tree(into, manifest, index);
            }
        } catch (IOException cannot) {
            throw new Fault("BSC-432", Text.of("store.restore", into, Names.said(cannot)), cannot);
        }
    }

    /** Whether a last pass came to its end: there is something to restore. */
    @Override
    public boolean exists() {
        return Files.exists(into.resolve(Manifest.NAME));
    }

    /**
     * How many bytes there are to copy, as far as can be told within the limit.
     *
     * @return a lower bound where the limit ended it
     */
    public long estimate(Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        var total = 0L;
        for (var path : paths) {
            total += Bytes.below(Forced.real(path), until);
        }
        return total;
    }

    private Path copyOf(Member member) {
        var root = into.resolve(String.valueOf(member.root()));
        return member.path().isEmpty() ? root : root.resolve(member.path());
    }

    private static List<String> texts(List<Path> roots) {
        return roots.stream().map(Path::toString).toList();
    }

    /**
     * Everything below a root with how it looks now; sockets and pipes hold no data and are left
     * out.
     */
    private static List<Member> look(int index, Path root) throws IOException {
        var members = new ArrayList<Member>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found)
                            throws IOException {
                        return add(folder);
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                            throws IOException {
                        return found.isOther() ? FileVisitResult.CONTINUE : add(file);
                    }

                    private FileVisitResult add(Path path) throws IOException {
                        var written = root.relativize(path).toString();
                        if (!isText(root, written, path)) {
                            // Its name is no text: what is written down would name another file.
                            throw new IOException("the name is not UTF-8: " + path);
                        }
                        members.add(new Member(index, written, Look.at(path), Optional.empty()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failed)
                            throws IOException {
                        if (failed instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failed;
                    }
                });
        return members;
    }

    private static boolean isText(Path root, String written, Path path) {
        try {
            return root.resolve(written).equals(path);
        } catch (InvalidPathException unmappable) {
            return false;
        }
    }
}
