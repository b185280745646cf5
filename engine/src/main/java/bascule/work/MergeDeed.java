package bascule.work;

import bascule.fact.Template;
import bascule.format.Conflict;
import bascule.format.Content;
import bascule.format.Masked;
import bascule.format.Merged;
import bascule.format.Rewrite;
import bascule.format.Settled;
import bascule.format.Tally;
import bascule.format.ThreeWay;
import bascule.host.Forced;
import bascule.host.Redaction;
import bascule.json.Json;
import bascule.plan.Action;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Trees;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Configuration merged into the new release: all files, or none if one of them has a conflict. How
 * yours looked is remembered beside the new release, so that doing it again merges only what has
 * changed since. What the new release shipped is kept beside it, for the next upgrade.
 */
record MergeDeed(Job job, Action.Merge merge) implements Deed {

    /**
     * @param looks how each of yours looked when it was merged
     */
    record Done(Map<String, String> looks) {
        Done {
            looks = Map.copyOf(looks);
        }
    }

    /** What comes of one file; nothing is written before all are known. */
    private sealed interface Result {
        /** The new release keeps what it has there. */
        record Left() implements Result {}

        record Removed() implements Result {}

        record Linked() implements Result {}

        record Written(Content content) implements Result {}
    }

    private Path from() {
        return job.path(merge.from());
    }

    private Path to() {
        return job.path(merge.to());
    }

    private Path note() {
        return Moves.beside(to(), "merged");
    }

    private Map<String, String> before() throws IOException {
        return Files.exists(note())
                ? Json.read(Files.readString(note()), Done.class).looks()
                : Map.of();
    }

    private Map<String, String> now() throws IOException {
        var now = new TreeMap<String, String>();
        for (var path : merge.files().keySet()) {
            now.put(path, Originals.look(Moves.inside(from(), path)));
        }
        return now;
    }

    @Override
    public Seen look() {
        return Moves.got(
                to(),
                () -> Files.exists(note()) && before().equals(now()) ? Seen.DONE : Seen.NOT_BEGUN);
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        return Moves.got(to(), () -> merged(progress));
    }

    private Map<String, String> merged(Consumer<Progress> progress) throws IOException {
        var before = before();
        var now = now();
        var originals = new Originals(job, merge, from(), to(), progress);
        var results = new LinkedHashMap<String, Result>();
        var conflicts = new LinkedHashMap<String, List<Conflict>>();
        var tallies = new LinkedHashMap<String, String>();
        for (var each : merge.files().entrySet()) {
            var path = each.getKey();
            putAside(each.getValue());
            if (!String.valueOf(now.get(path)).equals(before.get(path))) {
                var original = originals.of(path, each.getValue());
                var made = made(path, each.getValue(), original.content());
                if (made.conflicts().isEmpty()) {
                    results.put(path, result(path, made));
                    tallies.put(path, Json.line(tally(made, original.found())));
                } else {
                    conflicts.put(path, made.conflicts());
                }
            }
        }
        originals.tidy();
        if (!conflicts.isEmpty()) {
            throw refused(conflicts);
        }
        for (var each : results.entrySet()) {
            write(each.getKey(), each.getValue());
        }
        Forced.write(note(), Json.line(new Done(now)));
        return tallies;
    }

    private static Tally tally(Merged made, String original) {
        return new Tally(made.by(), original, made.taken(), made.kept(), made.settled());
    }

    private Path aside(String shipped) {
        return Moves.inside(Moves.beside(to(), "shipped"), shipped);
    }

    /** Before anything of ours takes its place. */
    private void putAside(String shipped) throws IOException {
        var there = Moves.inside(to(), shipped);
        if (!Forced.there(aside(shipped)) && Originals.isFile(there) && !before(shipped)) {
            Forced.folders(Moves.parent(aside(shipped)));
            Copies.one(there, aside(shipped));
        }
    }

    /** Whether what lies there may be ours already: then the release shipped nothing there. */
    private boolean before(String shipped) throws IOException {
        return Files.exists(note()) && merge.files().containsKey(shipped);
    }

    private Merged made(String path, String shipped, Optional<Content> old) throws IOException {
        var file = Moves.inside(from(), path);
        if (!Files.exists(file)) {
            return nothing("file", List.of());
        }
        if (!Files.isRegularFile(file)) {
            throw new Fault("BSC-482", Text.of("work.merge.no-file", path));
        }
        var yours = Originals.read(file);
        var settled = settled(path);
        if (Originals.isFile(aside(shipped))) {
            var masked = new Masked(merge.secrets()::contains);
            var lines = new LinesMerge(job, Moves.beside(to(), "merging"), masked);
            var three = new ThreeWay.Three(old, yours, Originals.read(aside(shipped)));
            return new ThreeWay(file, settled, masked, lines).merge(three);
        }
        return gone(yours, old, settled, path.equals(shipped));
    }

    private static Merged nothing(String by, List<String> settled) {
        return new Merged(by, Content.of(""), List.of(), List.of(), settled, List.of());
    }

    /** The new release ships nothing there. */
    private static Merged gone(
            Content yours, Optional<Content> old, Map<String, Settled> settled, boolean same) {
        var whole = List.of("*");
        if (same && old.filter(yours::equals).isPresent()) {
            return new Merged("gone", yours, whole, List.of(), List.of(), List.of());
        }
        var choice = Optional.ofNullable(settled.get(Settled.WHOLE));
        if (choice.filter(Settled.SHIPPED::equals).isPresent()) {
            return new Merged("gone", yours, List.of(), List.of(), whole, List.of());
        }
        if (choice.isPresent()) {
            return new Merged("file", yours, List.of(), List.of(), whole, List.of());
        }
        var size = Optional.of(yours.bytes().length + " B");
        var before = old.map(content -> content.bytes().length + " B");
        return new Merged(
                "file",
                yours,
                List.of(),
                List.of(),
                List.of(),
                List.of(new Conflict("*", before, size, Optional.empty())));
    }

    /** With the places filled that a text may have. */
    private Map<String, Settled> settled(String path) {
        var filled = new LinkedHashMap<String, Settled>();
        merge.settled()
                .getOrDefault(path, Map.of())
                .forEach(
                        (key, one) ->
                                filled.put(
                                        key, new Settled(one.by(), one.value().map(this::filled))));
        return filled;
    }

    private Object filled(Object value) {
        return value instanceof String text ? job.text(Template.of(text)) : value;
    }

    private Result result(String path, Merged made) throws IOException {
        var yours = Moves.inside(from(), path);
        if (!Files.exists(yours)) {
            return new Result.Left();
        }
        if (made.by().equals("gone")) {
            return new Result.Removed();
        }
        if (!isShared(path)) {
            return new Result.Written(made.content());
        }
        if (!made.content().equals(Originals.read(yours))
                && !settled(path)
                        .getOrDefault(Settled.WHOLE, Settled.SHIPPED)
                        .by()
                        .equals("yours")) {
            throw new Fault("BSC-481", Text.of("work.merge.shared", path, yours.toRealPath()));
        }
        return new Result.Linked();
    }

    /** A file that the old release goes on reading must not be written. */
    private boolean isShared(String path) throws IOException {
        var yours = Moves.inside(from(), path);
        var target = Moves.inside(to(), path);
        return Files.isSymbolicLink(yours)
                || (Files.exists(target) && Files.isSameFile(yours, target));
    }

    private void write(String path, Result result) throws IOException {
        var yours = Moves.inside(from(), path);
        var target = Moves.inside(to(), path);
        switch (result) {
            case Result.Left _ -> {}
            case Result.Removed _ -> Trees.delete(target);
            case Result.Linked _ -> {
                if (!Files.exists(target) || !Files.isSameFile(yours, target)) {
                    folders(path);
                    Trees.delete(target);
                    Copies.one(yours, target);
                }
            }
            case Result.Written(var content) -> {
                folders(path);
                if (Files.isDirectory(target)) {
                    Trees.delete(target);
                }
                // First as yours is: with its owner, and readable by nobody more.
                Copies.one(yours, target);
                if (!content.equals(Originals.read(target))) {
                    Rewrite.replace(target, content.bytes());
                }
            }
        }
    }

    /** Folders above it that the new release has not, as they are in the old one. */
    private void folders(String path) throws IOException {
        var relative = Path.of(path);
        for (var depth = 1; depth < relative.getNameCount(); depth++) {
            var above = relative.subpath(0, depth);
            if (!Files.exists(to().resolve(above))) {
                Copies.one(from().resolve(above).toRealPath(), to().resolve(above));
            }
        }
    }

    /** All of it goes into the step's log, the beginning into the reason. */
    private Fault refused(Map<String, List<Conflict>> conflicts) throws IOException {
        var redaction = new Redaction(job.filler().secrets());
        var diff = new MergeText(job.folder().instance(), conflicts);
        var log = job.work().log();
        Forced.folders(Moves.parent(log));
        Forced.write(log, redaction.of(diff.whole()));
        var all = new ArrayList<Text>();
        conflicts.forEach(
                (path, each) ->
                        all.add(
                                Text.of(
                                        "work.merge.conflict",
                                        path,
                                        redaction.of(MergeText.brief(each)))));
        var why =
                all.stream()
                        .reduce((one, more) -> Text.of("work.merge.both", one, more))
                        .orElseThrow();
        return new Fault("BSC-480", Text.of("work.merge.refused", why, job.folder().instance()));
    }
}
