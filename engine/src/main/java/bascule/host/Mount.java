package bascule.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file system in its place, as the kernel lists it.
 *
 * @param options those of the place and of the file system
 */
public record Mount(Path at, Set<String> options) {
    private static final Path ALL = Path.of("/proc/self/mountinfo");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

    public Mount {
        options = Set.copyOf(options);
    }

    /** All that this process sees, in the order in which they were mounted. */
    public static List<Mount> all() throws IOException {
        return Files.readAllLines(ALL).stream().map(Mount::read).toList();
    }

    /** Whether it is below a folder, or the folder itself. */
    public boolean isIn(Path folder) {
        return at.startsWith(folder);
    }

    /** {@code 43 27 0:39 / /srv rw,relatime - btrfs /dev/sda rw,subvol=/}: proc(5). */
    static Mount read(String line) {
        var words = List.of(line.split(" "));
        var own = Arrays.stream(words.get(5).split(","));
        var whole = Arrays.stream(words.getLast().split(","));
        return new Mount(
                Path.of(plain(words.get(4))),
                java.util.stream.Stream.concat(own, whole).collect(Collectors.toSet()));
    }

    private static String plain(String word) {
        return ESCAPED.matcher(word)
                .replaceAll(
                        found ->
                                java.util.regex.Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char) Integer.parseInt(found.group(1), 8))));
    }
}
