import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Formats every Java source below a folder, or tells which are not: {@code Format check|write
 * FOLDER}.
 */
public final class Format {
    private Format() {}

    public static void main(String[] args) throws Exception {
        var write = args[0].equals("write");
        var options = JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
        var formatter = new Formatter(options);
        var wrong = new ArrayList<Path>();
        try (var files = Files.walk(Path.of(args[1]))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> !path.toString().contains("/target/"))
                            .filter(path -> !path.toString().contains("/demo/"))
                            .toList()) {
                var source = Files.readString(file);
                var formatted =
                        formatter.formatSource(
                                ImportOrderer.reorderImports(
                                        RemoveUnusedImports.removeUnusedImports(source),
                                        JavaFormatterOptions.Style.AOSP));
                if (!formatted.equals(source)) {
                    wrong.add(file);
                    if (write) {
                        Files.writeString(file, formatted);
                    }
                }
            }
        }
        if (!write && !wrong.isEmpty()) {
            wrong.forEach(file -> System.err.println("not formatted: " + file));
            System.err.println("format them: mvn -Pformat validate");
            System.exit(1);
        }
    }
}
