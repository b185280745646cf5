package bascule.probe;

import bascule.fact.Answer;
import bascule.host.Host;
import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks every file that a pattern finds: one row each. */
final class FilesLook {
    private static final int MOST = 10_000;

    private FilesLook() {}

    static Answer look(Probe.ByFiles ask, Host.Filler filler) {
        var pattern = filler.fill(ask.pattern());
        var under = Path.of(filler.fill(ask.under()));
        var start = pattern.startsWith("/") ? Path.of("/") : under;
        var found = List.of(start);
        for (var segment : pattern.split("/+")) {
            found = segment.isEmpty() ? found : below(found, segment);
        }
        var reading = ask.reading();
        var rows = new ArrayList<Map<String, String>>();
        for (var file : found.stream().sorted().toList()) {
            rows.add(row(file, reading));
        }
        return rows.isEmpty() && reading.otherwise().isPresent()
                ? Answer.word(reading.otherwise().get())
                : new Answer.Rows(rows);
    }

    private static List<Path> below(List<Path> folders, String segment) {
        var found = new ArrayList<Path>();
        for (var folder : folders) {
            if (!segment.matches(".*[*?\\[{].*")) {
                var one = folder.resolve(segment);
                if (Files.exists(one)) {
                    found.add(one);
                }
            } else if (Files.isDirectory(folder)) {
                found.addAll(matching(folder, segment));
            }
            if (found.size() > MOST) {
                throw new Fault("BSC-470", Text.of("look.too-many", segment, MOST));
            }
        }
        return found;
    }

    private static List<Path> matching(Path folder, String segment) {
        var found = new ArrayList<Path>();
        try (var names = Files.newDirectoryStream(folder, segment)) {
            for (var name : names) {
                if (segment.startsWith(".") || !name.getFileName().toString().startsWith(".")) {
                    found.add(name);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException cannot) {
            // A folder left out would be a tenant left out: no answer is better than half of one.
            throw new Fault("BSC-450", Text.of("look.file-denied", folder), cannot);
        }
        return found;
    }

    private static Map<String, String> row(Path file, Reading reading) {
        var row = new LinkedHashMap<String, String>();
        var folder = file.getParent();
        row.put("path", file.toString());
        row.put("folder", name(folder));
        row.put("name", name(file));
        var names = reading.rows().stream().filter(part -> !row.containsKey(part)).toList();
        var own =
                new Reading(
                        reading.key(),
                        reading.match(),
                        Map.of(),
                        reading.means(),
                        names,
                        List.of(),
                        java.util.Optional.empty());
        var reader = new Reader(own);
        if (reader.reads()) {
            switch (FileLook.in(file, reader, reader.key(0))) {
                case Answer.Fields(var parts) -> row.putAll(parts);
                case Answer.Word(var value) -> row.put("value", value);
                case Answer.Rows _, Answer.Absent _, Answer.Unknown _ -> {}
            }
        }
        return row;
    }

    private static String name(@org.jspecify.annotations.Nullable Path path) {
        return path == null || path.getFileName() == null ? "" : path.getFileName().toString();
    }
}
