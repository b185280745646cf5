package bascule.work;

import bascule.host.Forced;
import bascule.host.Launch;
import bascule.host.Names;
import bascule.problem.Fault;
import bascule.run.Doer.Progress;
import bascule.run.Doer.Seen;
import bascule.store.Bytes;
import bascule.store.Trees;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A file brought here, held against its checksum, and only then given its name.
 *
 * @param source {@code archive}, {@code maven} or {@code git}
 * @param location a URL or file; Maven coordinates; a repository and after {@code #} what is taken
 *     of it
 */
record FetchDeed(
        Job job,
        String source,
        String location,
        Path into,
        Optional<String> sha256,
        Optional<String> signature)
        implements Deed {
    private static final String DEPENDENCY_COPY =
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

    @Override
    public Seen look() {
        return Moves.got(into, this::whole) ? Seen.DONE : Seen.NOT_BEGUN;
    }

    private boolean whole() throws IOException {
        return Forced.there(into)
                && (Files.isDirectory(into)
                        || sha256.isEmpty()
                        || sha256.get().equalsIgnoreCase(Bytes.sha256(into)));
    }

    private Path part() {
        return Moves.beside(into, "part");
    }

    @Override
    public Map<String, String> apply(Consumer<Progress> progress) {
        Moves.doing(into, () -> fetch(progress));
        return Map.of();
    }

    private void fetch(Consumer<Progress> progress) throws IOException {
        if (whole()) {
            return;
        }
        Forced.folders(Moves.parent(into));
        switch (source) {
            case "maven" -> maven(progress);
            case "git" -> git(progress);
            default -> archive(progress);
        }
        if (Files.isRegularFile(part())) {
            prove();
            Names.force(part());
        }
        Forced.rename(part(), into);
    }

    private void archive(Consumer<Progress> progress) throws IOException {
        if (!location.matches("https?://.*")) {
            var file = Path.of(location.startsWith("file:") ? location.substring(5) : location);
            Trees.delete(part());
            Files.copy(file, part());
            return;
        }
        var download = new Download(location, part(), job.limit());
        // Without a checksum nobody would see two halves of two files: it is begun anew.
        if (sha256.isEmpty()) {
            Files.deleteIfExists(part());
        }
        var resumed = Files.exists(part());
        download.run(progress);
        if (resumed && !proven()) {
            Files.delete(part());
            download.run(progress);
        }
    }

    private boolean proven() throws IOException {
        return sha256.isEmpty() || sha256.get().equalsIgnoreCase(Bytes.sha256(part()));
    }

    private void prove() throws IOException {
        if (!proven()) {
            var found = Bytes.sha256(part());
            Files.delete(part());
            throw new Fault(
                    "BSC-415", Text.of("work.fetch.checksum", location, sha256.orElse(""), found));
        }
        if (signature.isPresent()) {
            var signed = Moves.beside(into, "signature");
            new Download(signature.get(), signed, job.limit()).run(_ -> {});
            var words = List.of("gpg", "--batch", "--verify", signed + "", part() + "");
            run(words, _ -> {}, true);
        }
    }

    private void maven(Consumer<Progress> progress) throws IOException {
        var folder = Moves.beside(into, "maven");
        Trees.delete(folder);
        Files.createDirectory(folder);
        // Offline first: what is in the local repository needs no network and no settings.
        if (!run(maven(folder, Stream.of("-o")), progress, false)) {
            run(maven(folder, Stream.of()), progress, true);
        }
        try (var files = Files.list(folder)) {
            var file =
                    files.findFirst()
                            .orElseThrow(
                                    () ->
                                            new Fault(
                                                    "BSC-416",
                                                    Text.of("work.fetch.nothing", location)));
            Trees.delete(part());
            Files.move(file, part());
        }
        Trees.delete(folder);
    }

    private List<String> maven(Path folder, Stream<String> options) {
        return Stream.of(
                        Stream.of("mvn", "-B", "-q"),
                        options,
                        Stream.of(
                                DEPENDENCY_COPY,
                                "-Dartifact=" + location,
                                "-DoutputDirectory=" + folder,
                                "-Dmdep.overWriteReleases=true"))
                .flatMap(each -> each)
                .toList();
    }

    private void git(Consumer<Progress> progress) throws IOException {
        var mark = location.lastIndexOf('#');
        Trees.delete(part());
        var words = new java.util.ArrayList<>(List.of("git", "clone", "--quiet", "--depth", "1"));
        if (mark > 0) {
            words.addAll(List.of("--branch", location.substring(mark + 1)));
        }
        words.addAll(List.of("--", mark > 0 ? location.substring(0, mark) : location, part() + ""));
        run(words, progress, true);
        Trees.force(part());
    }

    /** With the environment of who runs Bascule: it holds how Maven and git are configured. */
    private boolean run(List<String> words, Consumer<Progress> progress, boolean must) {
        var environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("BASCULE_SECRET_"));
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        var ran =
                job.host()
                        .run(
                                new Launch(
                                        words,
                                        Optional.empty(),
                                        Moves.parent(into),
                                        environment,
                                        job.limit(),
                                        job.filler().secrets(),
                                        Optional.of(job.work())),
                                line -> progress.accept(new Progress(0, 0, Optional.of(line))));
        if (ran.late() || (ran.code() != 0 && must)) {
            throw new Fault(
                    "BSC-416",
                    Text.of("work.fetch.failed", location, words.getFirst(), RunDeed.last(ran)));
        }
        return ran.code() == 0;
    }
}
