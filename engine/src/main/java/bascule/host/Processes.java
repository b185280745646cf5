package bascule.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What runs on this machine, as /proc tells it. A zombie has ended: it is in no answer. */
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int BEGAN = 19;
    private static final int KERNEL = 2;
    private static final int MOST_TRIES = 20;

    /**
     * @param began when it began, in ticks since the machine did: with the number, it names one
     *     process for ever
     */
    record Running(int pid, int parent, int session, long began) {}

    private Processes() {}

    /** All that run, but this process and those above it. */
    static List<Running> others() {
        var above = above();
        try (var entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Integer::parseInt)
                    .filter(pid -> !above.contains(pid))
                    .flatMap(pid -> of(pid).stream())
                    .toList();
        } catch (IOException cannot) {
            throw new java.io.UncheckedIOException(cannot);
        }
    }

    /** The process of this number, unless there is none or it has ended. */
    static Optional<Running> of(int pid) {
        try {
            var stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name stands in parentheses and may itself hold spaces and parentheses.
            var words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (Set.of("Z", "X", "x").contains(words[0])) {
                return Optional.empty();
            }
            return Optional.of(
                    new Running(
                            pid,
                            Integer.parseInt(words[PARENT]),
                            Integer.parseInt(words[SESSION]),
                            Long.parseLong(words[BEGAN])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static boolean runs(Running process) {
        return of(process.pid()).filter(now -> now.began() == process.began()).isPresent();
    }

    /** Whether all of these stand in its environment; empty if we may not read it. */
    static Optional<Boolean> carries(Running process, List<String> marks) {
        try {
            return Optional.of(whole(process, marks));
        } catch (java.nio.file.AccessDeniedException hidden) {
            return Optional.empty();
        } catch (IOException gone) {
            return Optional.of(false);
        }
    }

    /**
     * Whether its environment has these. In the middle of an exec /proc shows none for an instant,
     * or the first letters of one: that it lacks them is believed of a whole one, or after a while.
     */
    private static boolean whole(Running process, List<String> marks) throws IOException {
        var kernel = process.pid() == KERNEL || process.parent() == KERNEL;
        for (var tries = 0; tries < MOST_TRIES; tries++) {
            var bytes = Files.readAllBytes(PROC.resolve(process.pid() + "/environ"));
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (Set.copyOf(List.of(text.split("\0"))).containsAll(marks)) {
                return true;
            }
            if (kernel || text.endsWith("\0")) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return false;
    }

    static List<String> argv(Running process) {
        try {
            return words(process, "cmdline");
        } catch (IOException gone) {
            return List.of();
        }
    }

    static Optional<Path> folder(Running process) {
        try {
            return Optional.of(Files.readSymbolicLink(PROC.resolve(process.pid() + "/cwd")));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    /** Whether it has this file open. */
    static boolean holds(Running process, Path file) {
        try (var open = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            return open.anyMatch(one -> leadsTo(one, file));
        } catch (IOException | java.io.UncheckedIOException hidden) {
            return false;
        }
    }

    private static boolean leadsTo(Path open, Path file) {
        try {
            return Files.readSymbolicLink(open).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    private static List<String> words(Running process, String what) throws IOException {
        var bytes = Files.readAllBytes(PROC.resolve(process.pid() + "/" + what));
        return Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split("\0"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Set<Integer> above() {
        var above = new HashSet<Integer>();
        var pid = (int) ProcessHandle.current().pid();
        while (pid > 0 && above.add(pid)) {
            pid = of(pid).map(Running::parent).orElse(0);
        }
        return above;
    }

    /** Those and everything that descends from them, as it is now. */
    static List<Running> withDescendants(List<Running> roots) {
        var family = new HashSet<>(roots);
        var all = others();
        var grown = true;
        while (grown) {
            var pids = family.stream().map(Running::pid).toList();
            grown = family.addAll(all.stream().filter(one -> pids.contains(one.parent())).toList());
        }
        return Stream.concat(roots.stream(), family.stream())
                .distinct()
                .filter(Objects::nonNull)
                .toList();
    }
}
