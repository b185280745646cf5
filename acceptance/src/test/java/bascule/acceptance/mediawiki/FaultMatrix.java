package bascule.acceptance.mediawiki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every kind of failure in every phase of a MediaWiki upgrade, and what was left of it: {@code
 * acceptance/fault-matrix}.
 */
final class FaultMatrix {
    private FaultMatrix() {}

    /**
     * @param args where the host's file system goes, and the table
     */
    public static void main(String[] args) throws Exception {
        System.exit(
                wrong(Files.createDirectories(Path.of(args[0])), Path.of(args[1])) == 0 ? 0 : 1);
    }

    private static int wrong(Path folder, Path table) throws Exception {
        var wiki = new WikiHost(folder);
        try {
            var lines = new ArrayList<>(head(wiki));
            wiki.withoutRenameuser();
            var plain = WikiHost.withoutEdit(Files.readString(wiki.instance()));
            var before = wiki.picture();
            var wrong = 0;
            for (var fault : Fault.all().toList()) {
                Files.writeString(wiki.instance(), plain + fault.steps());
                var line = tried(wiki, fault, before);
                wrong += line.endsWith("yes |") ? 0 : 1;
                System.out.println(line);
                lines.add(line);
            }
            Files.writeString(table, String.join("\n", lines) + "\n");
            System.out.println(wrong + " wrong");
            return wrong;
        } finally {
            wiki.end();
        }
    }

    private static List<String> head(WikiHost wiki) {
        return List.of(
                "# Failures in every phase of an upgrade of MediaWiki",
                "",
                "`acceptance/fault-matrix`, %s: from %s to %s on MariaDB, php-fpm and nginx, 1,000 pages."
                        .formatted(LocalDate.now(ZoneOffset.UTC), wiki.old, wiki.wanted),
                "A step of its own fails, hangs past its limit, ends with 0 without its work done, or is"
                        + " killed.",
                "Right is: the run ends with 10, the old release serves its page, visitors read 200 or 503"
                        + " all the time, and files, schema and rows are those of before, byte by byte.",
                "A step in `open` and later comes when visitors are in again: its failure is told (exit code"
                        + " 15) and takes nothing back by itself, for what they have written would be lost.",
                "",
                "| phase | the step | exit code | visitors read | took | files, schema and rows as before | right |",
                "|---|---|---|---|---|---|---|");
    }

    private static String tried(WikiHost wiki, Fault fault, String before)
            throws IOException, InterruptedException {
        wiki.visitsAnew();
        var began = System.nanoTime();
        var ran = wiki.upgrade();
        var took = Duration.ofNanos(System.nanoTime() - began);
        var other = WikiHost.differences(before, wiki.picture());
        other.forEach(System.out::println);
        var same = other.isEmpty();
        var serves = wiki.page("Page_7").contains("Text of page 7");
        Set<String> read = new TreeSet<>(wiki.visits());
        var right =
                ran.code() == 10
                        && ran.said().contains(fault.step())
                        && same
                        && serves
                        && Set.of("200", "503").containsAll(read);
        if (!right) {
            System.out.println(ran.said());
        }
        return "| %s | %s | %d | %s | %d s | %s | %s |"
                .formatted(
                        fault.phase(),
                        fault.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                        ran.code(),
                        String.join(", ", read),
                        took.toSeconds(),
                        same ? "yes" : "no",
                        right ? "yes" : "**no**");
    }
}
