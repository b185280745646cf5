package bascule.store;

import bascule.host.Inode;
import bascule.problem.Fault;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one pass writes into a copy: plain files of its own account with the bytes, under the names
 * that they had. All else is in the manifest. The copy has the links, too, for people who read it,
 * where its file system can have them.
 */
final class FileWriting {
    private static final String NEW = ".new";
    private static final int TRIES = 3;

    private final Path into;
    private final Manifest seen;
    private final boolean last;
    private final Clock clock;
    private final ConcurrentMap<Long, Boolean> shares = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    /** What was written: the member, and the sums of what was read. */
    record Written(Member member, Copier.Sums sums) {}

    FileWriting(Path into, Manifest seen, boolean last, Clock clock) {
        this.into = into;
        this.seen = seen;
        this.last = last;
        this.clock = clock;
    }

    /**
     * Each file is written beside an earlier copy, and renamed over it when it is whole.
     *
     * @param anew whether there is no earlier copy to keep meanwhile
     */
    List<Written> files(List<Member> files, boolean anew) throws IOException {
        var beside = into.resolve(NEW);
        Trees.delete(beside);
        Files.createDirectory(beside);
        var written = Parallel.of(Parallel.WORKING, files, () -> new Copying(anew));
        Trees.delete(beside);
        return written.stream().flatMap(Optional::stream).toList();
    }

    /** What one thread does with its own room for copying. */
    private final class Copying implements Parallel.Worker<Member, Optional<Written>> {
        private final Copier copier = new Copier(shares);
        private final boolean anew;

        Copying(boolean anew) {
            this.anew = anew;
        }

        @Override
        public Optional<Written> on(Member member) throws IOException {
            return file(this, member);
        }

        @Override
        public void close() {
            copier.close();
        }
    }

    /**
     * What was replaced since it was looked at is looked at again. What changes while it is read is
     * read again in the last pass; others leave it to that.
     */
    private Optional<Written> file(Copying by, Member member) throws IOException {
        var source = seen.source(member);
        var look = member.look();
        for (var left = TRIES; ; left--) {
            var copy = Manifest.copy(into, member);
            var beside =
                    by.anew
                            ? copy
                            : into.resolve(NEW).resolve(String.valueOf(number.incrementAndGet()));
            try {
                if (left < TRIES) {
                    look = Look.of(Inode.of(source));
                }
                var sums = by.copier.copy(source, look, beside);
                if (last && sums.changed() && !sums.grown()) {
                    if (left == 1) {
                        throw new Fault("BSC-430", Text.of("store.written-to", into, source));
                    }
                    throw new NoSuchFileException(source.toString());
                }
                if (!by.anew) {
                    Files.move(beside, copy, StandardCopyOption.ATOMIC_MOVE);
                }
                var doubtful = sums.changed() || (!last && look.freshAt(now()));
                return Optional.of(
                        new Written(
                                member.with(
                                        doubtful ? look.distrusted() : look,
                                        sums.sum(),
                                        Dress.of(source)),
                                sums));
            } catch (NoSuchFileException elsewhere) {
                Files.deleteIfExists(beside);
                if (left == 1 && last) {
                    throw elsewhere;
                }
                if (left == 1) {
                    return Optional.empty();
                }
            }
        }
    }

    /** With its attributes; empty if it vanished. */
    Optional<Member> described(Member member) throws IOException {
        try {
            var source = seen.source(member);
            var to =
                    member.kind() == 'l'
                            ? Optional.of(Files.readSymbolicLink(source).toString())
                            : Optional.<String>empty();
            return Optional.of(member.with(to, Dress.of(source)));
        } catch (NoSuchFileException vanished) {
            if (last) {
                throw vanished;
            }
            return Optional.empty();
        }
    }

    /**
     * Links, pipes and devices, which have no bytes.
     *
     * @param held the keys of what has
     */
    List<Member> names(List<Member> names, Set<String> held) throws IOException {
        var written = new ArrayList<Member>();
        for (var member : names) {
            Files.deleteIfExists(Manifest.copy(into, member));
            var as = member.as();
            if (as.isEmpty()) {
                described(member).flatMap(this::shown).ifPresent(written::add);
            } else if (held.contains(member.root() + "/" + as.get())) {
                // One that vanished while it was read takes its other names with it.
                var root = into.resolve(String.valueOf(member.root()));
                shown(member, copy -> Files.createLink(copy, Manifest.below(root, as.get())));
                written.add(member);
            }
        }
        return written;
    }

    private Optional<Member> shown(Member member) {
        if (member.to().isPresent()) {
            var to = Path.of(member.to().get());
            shown(member, copy -> Files.createSymbolicLink(copy, to));
        }
        return Optional.of(member);
    }

    /** How a link is made. */
    @FunctionalInterface
    private interface Making {
        void at(Path copy) throws IOException;
    }

    /** A restore does not go by it: a file system that has no links is no failure. */
    private void shown(Member member, Making making) {
        try {
            making.at(Manifest.copy(into, member));
        } catch (IOException | UnsupportedOperationException none) {
            // The manifest has it.
        }
    }

    /** Reads again what was written, from the disk. */
    void readAgain(List<Written> written) throws IOException {
        Parallel.of(Parallel.WORKING, written, Reading::new);
    }

    /** What one thread does to read again. */
    private final class Reading implements Parallel.Worker<Written, Written> {
        private final Copier copier = new Copier(shares);

        @Override
        public Written on(Written one) throws IOException {
            var copy = Manifest.copy(into, one.member());
            if (!copier.isWritten(copy, one.sums())) {
                throw new Fault("BSC-431", Text.of("store.differs", copy));
            }
            return one;
        }

        @Override
        public void close() {
            copier.close();
        }
    }

    private long now() {
        var now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
