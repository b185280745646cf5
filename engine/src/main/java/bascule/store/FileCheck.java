package bascule.store;

import bascule.problem.Fault;
import bascule.store.Backup.Summary;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * A copy read again and held against its manifest.
 *
 * @param into the folder of the copy
 */
record FileCheck(Path into) {

    /**
     * @param meant what is read again
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    Summary of(Predicate<Member> meant) {
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

    private Optional<Member> checked(Member member) throws IOException {
        var copy = Manifest.copy(into, member);
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            throw new Fault("BSC-431", Text.of("store.missing", copy));
        }
        if (member.sha256().isPresent() && !Bytes.sha256(copy).equals(member.sha256().get())) {
            throw new Fault("BSC-431", Text.of("store.differs", copy));
        }
        return member.look().kind() == 'f' ? Optional.of(member) : Optional.empty();
    }
}
