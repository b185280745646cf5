package bascule.check;

import bascule.fact.Template;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.probe.Probe;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether packages left configuration of another release beside that of the application: somebody
 * has not merged it yet.
 */
final class Leftovers {
    private static final List<String> ENDS =
            List.of(".rpmnew", ".rpmsave", ".dpkg-dist", ".dpkg-new", ".dpkg-old", ".ucf-dist");
    private static final int DEEP = 6;
    private static final int SHOWN = 8;

    private Leftovers() {}

    static Finding look(Plan plan) {
        var found = new TreeSet<Path>();
        named(plan).distinct().forEach(path -> found.addAll(beside(path)));
        if (found.isEmpty()) {
            return Findings.pass("check.no-leftovers");
        }
        var shown = found.stream().limit(SHOWN).map(Path::toString).toList();
        var list = String.join(", ", shown) + (found.size() > SHOWN ? ", …" : "");
        return Findings.warn(
                plan,
                "BSC-115",
                Text.of("check.leftovers", found.size(), list),
                Text.of("check.leftovers.next", found.first()));
    }

    /** Files and folders of configuration that the plan reads, copies, merges or sets. */
    private static Stream<Path> named(Plan plan) {
        var acted = Commanded.steps(plan).map(Step::action).flatMap(Leftovers::named);
        var asked =
                plan.probes().values().stream()
                        .flatMap(
                                probe ->
                                        probe instanceof Probe.ByFile file
                                                ? closed(file.files().stream())
                                                : Stream.empty());
        return Stream.concat(acted, asked);
    }

    private static Stream<Path> named(Action action) {
        return switch (action) {
            case Action.Carry(var from, _, var paths, _) -> below(from, paths.stream());
            case Action.Merge merge -> below(merge.from(), merge.files().keySet().stream());
            case Action.SetKeys set -> closed(set.files().stream());
            case Action.MoveKeys move -> closed(Stream.of(move.file()));
            default -> Stream.empty();
        };
    }

    private static Stream<Path> below(Template from, Stream<String> paths) {
        return closed(Stream.of(from)).flatMap(folder -> paths.map(folder::resolve));
    }

    private static Stream<Path> closed(Stream<Template> paths) {
        return paths.filter(Template::closed)
                .map(path -> Path.of(path.fill(name -> name)))
                .filter(Path::isAbsolute);
    }

    /** Of a folder anywhere in it; of a file right beside it, under its own name. */
    private static List<Path> beside(Path path) {
        var isFolder = Files.isDirectory(path);
        var folder = isFolder ? path : path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        var name = String.valueOf(path.getFileName());
        try (var files = Files.find(folder, isFolder ? DEEP : 1, (_, _) -> true)) {
            return files.filter(file -> isLeft(file, isFolder ? "" : name)).toList();
        } catch (IOException | java.io.UncheckedIOException unseen) {
            // What Bascule may not read, the check of permissions tells.
            return List.of();
        }
    }

    private static boolean isLeft(Path file, String of) {
        var name = String.valueOf(file.getFileName());
        return ENDS.stream()
                .anyMatch(end -> of.isEmpty() ? name.endsWith(end) : name.equals(of + end));
    }
}
