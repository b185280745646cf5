import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the tests that only {@code -Preal} runs: {@code LeftOut HOUSE}. */
public final class LeftOut {
    private LeftOut() {}

    public static void main(String[] args) throws IOException {
        try (var files = Files.walk(Path.of(args[0]))) {
            var left =
                    files.filter(file -> file.toString().contains("/src/test/java/"))
                            .filter(file -> file.toString().endsWith("Test.java"))
                            .filter(LeftOut::real)
                            .map(file -> file.getFileName().toString().replace(".java", ""))
                            .sorted()
                            .toList();
            System.out.println(
                    left.isEmpty()
                            ? "no test was left out"
                            : "left out, for -Preal as root on Debian: " + String.join(", ", left));
        }
    }

    private static boolean real(Path file) {
        try {
            return Files.readString(file).contains("@Tag(\"real\")");
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }
}
