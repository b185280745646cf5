package bascule.store;

import bascule.problem.Fault;
import bascule.store.Backup.Summary;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A copy read again and held against its manifest.
 *
 * @param into the folder of the copy
 */
record FileCheck(Path into) {

    /**
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    Summary all() {
        try {
            var manifest = Manifest.read(into);
            var files = manifest.members().stream().filter(Member::holdsBytes).toList();
            Parallel.of(Parallel.WORKING, files, () -> new Reading(into));
            return new Summary(
                    manifest.members().stream().filter(member -> member.kind() == 'f').count(),
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

    /** What one thread does. */
    private static final class Reading implements Parallel.Worker<Member, Member> {
        private final Copier copier = new Copier(new ConcurrentHashMap<>());
        private final Path into;

        Reading(Path into) {
            this.into = into;
        }

        @Override
        public Member on(Member member) throws IOException {
            var copy = Manifest.copy(into, member);
            try {
                if (!copier.sum(copy).equals(member.sum().orElseThrow())) {
                    throw new Fault("BSC-431", Text.of("store.differs", copy));
                }
            } catch (NoSuchFileException missing) {
                throw new Fault("BSC-431", Text.of("store.missing", copy), missing);
            }
            return member;
        }

        @Override
        public void close() {
            copier.close();
        }
    }
}
