package bascule.state;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The note beside an application's root that says whose instance it is: {@code .NAME.bascule}.
 *
 * @param account who adopted it
 * @param state the instance's folder in their state
 */
public record RootNote(String instance, String account, Path state) {

    static Path file(Path root) {
        return root.resolveSibling("." + root.getFileName() + ".bascule");
    }

    /** The note beside a root, if there is one. */
    public static Optional<RootNote> beside(Path root) {
        try {
            var lines = Files.readAllLines(file(root));
            return Optional.of(
                    new RootNote(
                            value(lines, "instance"),
                            value(lines, "account"),
                            Path.of(value(lines, "state"))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw Disk.refused(file(root), unreadable);
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }

    void write(Path root) {
        Disk.write(
                file(root),
                "instance=%s\naccount=%s\nstate=%s\n".formatted(instance, account, state));
    }

    Refusal refused() {
        return new Refusal(
                new Problem(
                        "BSC-307",
                        Text.of("state.foreign.what", instance),
                        Text.of("state.foreign.why", account, state),
                        Text.of("state.nothing"),
                        Text.of("state.foreign.next", account)));
    }
}
