import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the installable: {@code Dist HOUSE VERSION TIME}. Everything in it carries TIME, so that
 * the same sources and the same JDK give the same bytes.
 */
public final class Dist {
    /** What Bascule and its libraries need of Java; the archive is held against it by a test. */
    private static final String MODULES =
            "java.base,java.logging,java.naming,java.net.http,java.xml,jdk.crypto.ec,jdk.unsupported,"
                    + "jdk.zipfs";

    private final Path house;
    private final Path tree;
    private final FileTime time;

    private Dist(Path house, Path tree, FileTime time) {
        this.house = house;
        this.tree = tree;
        this.time = time;
    }

    public static void main(String[] args) throws Exception {
        var house = Path.of(args[0]).toRealPath();
        var machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
        var name = "bascule-%s-linux-%s".formatted(args[1], machine);
        var target = house.resolve("cli/target/dist");
        var dist = new Dist(house, target.resolve(name), FileTime.from(Instant.parse(args[2])));
        delete(target);
        dist.fill();
        dist.train();
        dist.pack(target.resolve(name + ".tar.gz"));
    }

    private void fill() throws Exception {
        Files.createDirectories(tree.resolve("bin"));
        copy(house.resolve("bascule"), tree.resolve("bin/bascule"));
        copy(house.resolve("LICENSE"), tree.resolve("LICENSE"));
        copy(house.resolve("docs/errors"), tree.resolve("docs/errors"));
        copy(house.resolve("docs/cli.md"), tree.resolve("docs/cli.md"));
        copy(house.resolve("cli/target/lib"), tree.resolve("lib"));
        copy(jar(house.resolve("cli/target")), tree.resolve("lib"));
        try (var recipes = Files.list(house.resolve("recipes"))) {
            for (var recipe : recipes.filter(Dist::isRecipe).toList()) {
                copy(recipe, tree.resolve("recipes").resolve(recipe.getFileName()));
            }
        }
        var java = Path.of(System.getProperty("java.home"));
        run(
                List.of(
                        java.resolve("bin/jlink").toString(),
                        "--add-modules",
                        MODULES,
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress=zip-6",
                        "--output",
                        tree.resolve("runtime").toString()),
                tree.resolve("../jlink.log"));
        for (var shell : List.of("bash", "zsh")) {
            var folder = Files.createDirectories(tree.resolve("completions"));
            run(
                    List.of(tree.resolve("bin/bascule").toString(), "completion", shell),
                    folder.resolve(shell.equals("zsh") ? "_bascule" : "bascule.bash"));
        }
    }

    private static boolean isRecipe(Path folder) {
        return Files.isRegularFile(folder.resolve("recipe.yaml"));
    }

    /** The archive of classes; Java uses it only while jars and runtime keep their times. */
    private void train() throws Exception {
        stamp();
        var java = tree.resolve("runtime/bin/java").toString();
        var flags = flags();
        var jar = jar(tree.resolve("lib")).toString();
        var classes = tree.resolve("../classes");
        var log = tree.resolve("../train.log");
        run(words(flags, "-XX:DumpLoadedClassList=" + classes, "-cp", jar, java), log);
        Files.write(classes, Files.readAllLines(classes).stream().sorted().toList());
        run(
                words(
                        flags,
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + tree.resolve("lib/start.jsa"),
                        "-cp",
                        jar,
                        java),
                log);
    }

    /** The last of the words is the program; flags come next, as the launcher gives them. */
    private static List<String> words(List<String> flags, String... rest) {
        var words = new ArrayList<String>();
        words.add(rest[rest.length - 1]);
        words.addAll(flags);
        words.addAll(List.of(rest).subList(0, rest.length - 1));
        words.add("bascule.cli.Training");
        return words;
    }

    private List<String> flags() throws IOException {
        try (var lines = Files.lines(house.resolve("bascule"))) {
            var line = lines.filter(text -> text.startsWith("flags='")).findFirst().orElseThrow();
            return List.of(line.substring("flags='".length(), line.length() - 1).split(" "));
        }
    }

    private void pack(Path archive) throws IOException {
        stamp();
        try (var files = Files.walk(tree);
                var out =
                        new TarArchiveOutputStream(
                                new GZIPOutputStream(Files.newOutputStream(archive)))) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var file : files.sorted().toList()) {
                add(out, file);
            }
        }
    }

    private void add(TarArchiveOutputStream out, Path file) throws IOException {
        var name = tree.getParent().relativize(file).toString();
        var link = Files.isSymbolicLink(file);
        var entry =
                link
                        ? new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK)
                        : new TarArchiveEntry(file, name, LinkOption.NOFOLLOW_LINKS);
        if (link) {
            entry.setLinkName(Files.readSymbolicLink(file).toString());
        }
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setModTime(time);
        entry.setLastAccessTime(null);
        entry.setCreationTime(null);
        entry.setStatusChangeTime(null);
        var runs = Files.isDirectory(file) || Files.isExecutable(file);
        entry.setMode(link ? 0120777 : runs ? 0755 : 0644);
        out.putArchiveEntry(entry);
        if (!link && Files.isRegularFile(file)) {
            Files.copy(file, out);
        }
        out.closeArchiveEntry();
    }

    private void stamp() throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    private static Path jar(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("bascule-cli-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var into =
                        Files.isDirectory(from)
                                ? to.resolve(from.relativize(file).toString())
                                : Files.isDirectory(to) ? to.resolve(from.getFileName()) : to;
                if (Files.isDirectory(file)) {
                    Files.createDirectories(into);
                } else {
                    Files.copy(file, into, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void run(List<String> argv, Path output) throws Exception {
        var process =
                new ProcessBuilder(argv)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(argv.getFirst() + " ended with " + process.exitValue());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException failed)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
