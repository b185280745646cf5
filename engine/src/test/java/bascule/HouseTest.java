package bascule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads our own class files and source files: packages depend one way, and no file is too long. */
class HouseTest {
    /** From the ground up: a package may use those before it. */
    private static final List<String> ORDER =
            List.of(
                    "json",
                    "text",
                    "problem",
                    "version",
                    "fact",
                    "format",
                    "host",
                    "store",
                    "probe",
                    "recipe",
                    "instance",
                    "plan",
                    "check",
                    "journal",
                    "event",
                    "run",
                    "state",
                    "work");

    private static final Path CLASSES = Path.of("target/classes/bascule");
    private static final Pattern OURS = Pattern.compile("(?:^|[L;<(])bascule/([a-z]+)/");
    private static final Pattern CODE = Pattern.compile("BSC-[1-9][0-9]{2}");
    private static final int LONGEST = 400;

    @Test
    void packages_depend_one_way() throws IOException {
        var back = new TreeSet<String>();
        for (var file : below(CLASSES, ".class")) {
            var from = CLASSES.relativize(file).getName(0).toString();
            if (ORDER.indexOf(from) < 0) {
                if (!from.endsWith(".class")) {
                    back.add(from + " is not in the order of packages");
                }
                continue;
            }
            for (var to : used(file)) {
                if (ORDER.indexOf(to) > ORDER.indexOf(from)) {
                    back.add(from + " uses " + to + " in " + CLASSES.relativize(file));
                }
            }
        }
        assertThat(back).isEmpty();
    }

    @Test
    void no_source_file_is_longer_than_four_hundred_lines() throws IOException {
        var root = Path.of("..").toRealPath();
        var tooLong = new ArrayList<String>();
        for (var kind : List.of(".java", ".sh", ".py", ".js")) {
            for (var file : below(root, kind)) {
                try (var lines = Files.lines(file)) {
                    var count = lines.count();
                    if (count > LONGEST) {
                        tooLong.add(root.relativize(file) + " has " + count + " lines");
                    }
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void every_problem_has_a_page() throws IOException {
        var root = Path.of("..").toRealPath();
        var raised = new TreeSet<String>();
        for (var kind : List.of(".java", "/bascule", "/release")) {
            for (var file : below(root, kind)) {
                if (!file.toString().contains("/src/test/")) {
                    CODE.matcher(Files.readString(file))
                            .results()
                            .forEach(code -> raised.add(code.group()));
                }
            }
        }
        var pages = new TreeSet<String>();
        for (var page : below(root.resolve("docs/errors"), ".md")) {
            var name = page.getFileName().toString().replace(".md", "");
            if (CODE.matcher(name).matches()) {
                pages.add(name);
            }
        }
        assertThat(pages).containsAll(raised);
    }

    private static Set<String> used(Path file) throws IOException {
        var found = new TreeSet<String>();
        var pool = ClassFile.of().parse(file).constantPool();
        StreamSupport.stream(pool.spliterator(), false)
                .forEach(
                        entry -> {
                            var text =
                                    switch (entry) {
                                        case ClassEntry type -> type.asInternalName();
                                        case Utf8Entry words -> words.stringValue();
                                        default -> "";
                                    };
                            var ours = OURS.matcher(text);
                            while (ours.find()) {
                                found.add(ours.group(1));
                            }
                        });
        return found;
    }

    private static List<Path> below(Path folder, String ending) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !folder.relativize(file).toString().contains("target/"))
                    .filter(file -> !folder.relativize(file).startsWith("demo"))
                    .filter(file -> !folder.relativize(file).startsWith(".build"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }
}
