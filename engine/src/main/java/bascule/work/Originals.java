package bascule.work;

import bascule.format.Content;
import bascule.host.Forced;
import bascule.plan.Action;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.store.Archive;
import bascule.store.Trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the old release shipped in place of files that people change: kept beside the new release
 * once it is found, so that the switch fetches nothing.
 */
record Originals(Job job, Action.Merge merge, Path from, Path to, Consumer<Progress> progress) {

    /**
     * @param found {@code kept}, {@code beside}, {@code archive} or {@code none}
     */
    record Original(String found, Optional<Content> content) {}

    private static final Original NONE = new Original("none", Optional.empty());

    private Path kept() {
        return Moves.beside(to, "original");
    }

    Original of(String yours, String shipped) throws IOException {
        var kept = Moves.inside(kept(), shipped);
        if (isFile(kept)) {
            return new Original("kept", Optional.of(read(kept)));
        }
        var found = found(yours, shipped);
        if (found.content().isPresent()) {
            Forced.folders(Moves.parent(kept));
            var beside = Forced.beside(kept);
            Files.write(beside, found.content().get().bytes());
            Forced.rename(beside, kept);
        }
        return found;
    }

    private Original found(String yours, String shipped) throws IOException {
        var aside = Moves.beside(job.path(merge.originals()), "shipped").resolve(shipped);
        if (isFile(aside)) {
            return new Original("kept", Optional.of(read(aside)));
        }
        var beside = Moves.inside(from, shipped);
        if (!shipped.equals(yours) && isFile(beside)) {
            return new Original("beside", Optional.of(read(beside)));
        }
        if (merge.archive().isEmpty()) {
            return NONE;
        }
        try {
            return fetched(merge.archive().get(), shipped)
                    .map(content -> new Original("archive", Optional.of(content)))
                    .orElse(NONE);
        } catch (Fault gone) {
            // The release may not be published any more: then every difference is a conflict.
            if (job.host().goingDown() || Thread.currentThread().isInterrupted()) {
                throw gone;
            }
            return new Original("none", Optional.empty());
        }
    }

    private Optional<Content> fetched(Action.Fetch fetch, String shipped) throws IOException {
        var into = job.path(fetch.into());
        new FetchDeed(
                        job,
                        fetch.source(),
                        job.text(fetch.location()),
                        into,
                        fetch.sha256(),
                        fetch.signature().map(job::text))
                .apply(progress);
        if (Files.isDirectory(into)) {
            var file = Moves.inside(into, shipped);
            return isFile(file) ? Optional.of(read(file)) : Optional.empty();
        }
        return Archive.one(into, shipped, true).map(Content::of);
    }

    /** What was fetched for its originals alone. */
    void tidy() throws IOException {
        if (merge.archive().isPresent()) {
            Trees.delete(job.path(merge.archive().get().into()));
        }
    }

    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    static Content read(Path file) throws IOException {
        return Content.of(Files.readAllBytes(file));
    }

    /** What each file looked like, by path: its bytes, owner and mode. */
    static String look(Path file) throws IOException {
        if (!Forced.there(file)) {
            return "absent";
        }
        if (Files.isDirectory(file)) {
            return "folder";
        }
        var link = Files.isSymbolicLink(file) ? "link " + Files.readSymbolicLink(file) + " " : "";
        var attributes = new java.util.TreeMap<>(attributes(file));
        return link + (Files.exists(file) ? read(file).digest() : "") + " " + attributes;
    }

    private static Map<String, Object> attributes(Path file) throws IOException {
        return Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }
}
