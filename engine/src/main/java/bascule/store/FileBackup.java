package bascule.store;

import bascule.host.Forced;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.store.FilePass.Kind;
import bascule.store.Manifest.Member;
import bascule.text.Text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        return pass(Map.of(), Kind.FIRST);
    }

    /**
     * Copies what has changed since the first pass, or all if there was none; from here on the copy
     * is what {@link #verify} and {@link #restore} go by.
     *
     * @throws Fault BSC-430 if it cannot be read or written
     */
    @Override
    public Summary lastPass() {
        return pass(before(), Kind.LAST);
    }

    /** What changed while it was copied is copied once more; what vanishes is left out. */
    @Override
    public Summary servingPass() {
        var all = firstPass();
        var again = pass(before(), Kind.SERVING);
        var copied = all.copied() + again.copied();
        return new Summary(again.files(), copied, all.bytes() + again.bytes());
    }

    private Map<String, Member> before() {
        var before = new HashMap<String, Member>();
        if (Files.exists(into.resolve(Manifest.NAME))) {
            try {
                Manifest.read(into).members().forEach(member -> before.put(member.key(), member));
            } catch (IOException | RuntimeException unreadable) {
                before.clear();
            }
        }
        return before;
    }

    private Summary pass(Map<String, Member> before, Kind kind) {
        try {
            return new FilePass(into, clock, kind, before)
                    .over(paths.stream().map(Forced::real).toList());
        } catch (IOException cannot) {
            throw new Fault("BSC-430", because("store.copy", cannot), cannot);
        } catch (UncheckedIOException cannot) {
            var cause = java.util.Objects.requireNonNull(cannot.getCause());
            throw new Fault("BSC-430", because("store.copy", cause), cause);
        }
    }

    /** With the file that it was about, where the exception names one. */
    private Text because(String text, IOException cannot) {
        return cannot instanceof FileSystemException named && named.getFile() != null
                ? Text.of(text + "-of", into, named.getFile(), Names.said(cannot))
                : Text.of(text, into, Names.said(cannot));
    }

    /**
     * Reads the whole copy again and holds it against its manifest.
     *
     * @throws Fault BSC-431 naming the first file that is not as it was written
     */
    @Override
    public Summary verify() {
        return new FileCheck(into).all();
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
                FileRestore.proof(into, Manifest.read(into), scratch);
            } catch (IOException cannot) {
                throw new Fault("BSC-433", because("store.restore", cannot), cannot);
            } finally {
                Trees.deleteQuietly(scratch);
            }
        }
        return new Proof.Proved(files, 0, Duration.ofNanos(System.nanoTime() - began));
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
            if (!manifest.last()) {
                throw new Fault("BSC-431", Text.of("store.no-last", into));
            }
            for (var index = 0; index < manifest.roots().size(); index++) {
                FileRestore.tree(into, manifest, index);
            }
        } catch (IOException cannot) {
            throw new Fault("BSC-432", because("store.restore", cannot), cannot);
        }
    }

    /** Whether a last pass came to its end: there is something to restore. */
    @Override
    public boolean exists() {
        try {
            return Files.exists(into.resolve(Manifest.NAME)) && Manifest.read(into).last();
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
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
}
