package bascule.work;

import bascule.format.Conflict;
import bascule.format.Content;
import bascule.format.Masked;
import bascule.format.Merged;
import bascule.format.Settled;
import bascule.format.ThreeWay.LineMerge;
import bascule.format.ThreeWay.Three;
import bascule.host.Launch;
import bascule.problem.Fault;
import bascule.store.Trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges texts without keys line by line, by {@code git merge-file}. Where git is not, or nobody
 * knows what the old release shipped, the whole file is one conflict.
 *
 * @param beside a folder of our own, for as long as it takes
 */
record LinesMerge(Job job, Path beside, Masked masked) implements LineMerge {
    private static final int MOST = 127;
    private static final List<String> WHOLE = List.of("*");

    @Override
    public Merged merge(Three three, Optional<Settled> by) {
        if (three.old().isPresent()) {
            var merged = Moves.got(beside, () -> merged(three, by));
            if (merged.isPresent()) {
                return merged.get();
            }
        }
        if (by.isPresent()) {
            var content = by.get().equals(Settled.SHIPPED) ? three.shipped() : three.yours();
            return new Merged("line", content, List.of(), List.of(), WHOLE, List.of());
        }
        var conflict =
                new Conflict(
                        "*",
                        three.old().map(LinesMerge::size),
                        Optional.of(size(three.yours())),
                        Optional.of(size(three.shipped())));
        return conflicts(three, List.of(conflict));
    }

    private static String size(Content content) {
        return content.bytes().length + " B";
    }

    private static Merged conflicts(Three three, List<Conflict> conflicts) {
        return new Merged("line", three.yours(), List.of(), List.of(), List.of(), conflicts);
    }

    private Optional<Merged> merged(Three three, Optional<Settled> by) throws IOException {
        Trees.delete(beside);
        Files.createDirectory(
                beside,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.write(beside.resolve("yours"), three.yours().bytes());
            Files.write(beside.resolve("old"), three.old().orElse(three.yours()).bytes());
            Files.write(beside.resolve("shipped"), three.shipped().bytes());
            var code = git(by);
            var made = Content.of(Files.readAllBytes(beside.resolve("yours")));
            if (code > 0 && code <= MOST) {
                return Optional.of(conflicts(three, hunks(made)));
            }
            return code != 0
                    ? Optional.empty()
                    : Optional.of(
                            new Merged(
                                    "line",
                                    made,
                                    made.equals(three.yours()) ? List.of() : WHOLE,
                                    made.equals(three.shipped()) ? List.of() : WHOLE,
                                    by.isPresent() ? WHOLE : List.of(),
                                    List.of()));
        } finally {
            Trees.delete(beside);
        }
    }

    private int git(Optional<Settled> by) {
        var words = new ArrayList<>(List.of("git", "merge-file", "-q", "--diff3"));
        by.ifPresent(one -> words.add(one.equals(Settled.SHIPPED) ? "--theirs" : "--ours"));
        words.addAll(List.of("yours", "old", "shipped"));
        var environment =
                Map.of(
                        "PATH",
                        "/usr/local/bin:/usr/bin:/bin",
                        "GIT_CONFIG_NOSYSTEM",
                        "1",
                        "GIT_CEILING_DIRECTORIES",
                        String.valueOf(beside.getParent()),
                        "HOME",
                        beside.toString());
        try {
            return job.host()
                    .run(
                            new Launch(
                                    words,
                                    Optional.empty(),
                                    beside,
                                    environment,
                                    job.limit(),
                                    job.filler().secrets(),
                                    Optional.empty()),
                            _ -> {})
                    .code();
        } catch (Fault none) {
            // No git here: nothing is merged, and a person chooses.
            return MOST + 1;
        }
    }

    /** What git could not merge, between its marks. */
    private List<Conflict> hunks(Content made) {
        var hunks = new ArrayList<Conflict>();
        var parts = List.of(new StringBuilder(), new StringBuilder(), new StringBuilder());
        var part = -1;
        var number = 0;
        var first = 0;
        for (var line : made.toString().lines().toList()) {
            number++;
            if (line.startsWith("<<<<<<< ")) {
                part = 0;
                first = number;
            } else if (part == 0 && line.startsWith("||||||| ")) {
                part = 1;
            } else if (part == 1 && line.equals("=======")) {
                part = 2;
            } else if (part == 2 && line.startsWith(">>>>>>> ")) {
                hunks.add(
                        new Conflict(
                                "line " + first,
                                Optional.of(parts.get(1).toString()),
                                Optional.of(parts.get(0).toString()),
                                Optional.of(parts.get(2).toString())));
                parts.forEach(each -> each.setLength(0));
                part = -1;
            } else if (part >= 0) {
                var into = parts.get(part);
                into.append(into.isEmpty() ? "" : "\n").append(masked.line(line));
            }
        }
        return hunks;
    }
}
