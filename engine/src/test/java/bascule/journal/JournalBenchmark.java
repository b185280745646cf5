package bascule.journal;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Appends forced to disk per second: the journal, a plain loop of append and force, and the same in
 * C where a compiler is there; in turns, so that all see the same disk. Medians of the rounds.
 *
 * <pre>
 * java -cp target/classes:target/test-classes:… bascule.journal.JournalBenchmark [FOLDER [ROUNDS]]
 * </pre>
 */
@NullMarked
public final class JournalBenchmark {
    private static final int APPENDS = 400;
    private static final String LOOP =
            """
            #include <fcntl.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>
            int main(int argc, char **argv) {
                int size = atoi(argv[2]), count = atoi(argv[3]);
                int fd = open(argv[1], O_CREAT | O_TRUNC | O_WRONLY, 0600);
                char *line = malloc(size);
                memset(line, 'x', size);
                for (int i = 0; i < count; i++) {
                    if (write(fd, line, size) != size || fdatasync(fd) != 0) return 1;
                }
                return 0;
            }
            """;

    private final Path folder;
    private final Optional<Path> loop;

    private JournalBenchmark(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.loop = compiled(folder);
    }

    public static void main(String[] args) throws Exception {
        var where =
                args.length > 0
                        ? Files.createTempDirectory(Path.of(args[0]), "journal")
                        : Files.createTempDirectory("journal");
        var rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
        new JournalBenchmark(where).measure(rounds);
        try (var files = Files.list(where)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(where);
    }

    private void measure(int rounds) throws Exception {
        var journal = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        var inC = new ArrayList<Double>();
        var size = journal(APPENDS).size();
        plain(size);
        for (var round = 0; round < rounds; round++) {
            journal.add(journal(APPENDS).perSecond());
            plain.add(plain(size));
            if (loop.isPresent()) {
                inC.add(inC(loop.get(), size));
            }
        }
        System.out.printf("%d rounds of %d appends of %d bytes%n", rounds, APPENDS, size);
        print("journal", journal, plain, inC);
        print("append + force(false)", plain, plain, inC);
        if (!inC.isEmpty()) {
            print("write + fdatasync in C", inC, plain, inC);
        }
    }

    private static void print(
            String name, List<Double> rates, List<Double> plain, List<Double> inC) {
        var beside = inC.isEmpty() ? Double.NaN : median(rates) / median(inC);
        System.out.printf(
                "%-24s %8.0f a second, x %.2f of plain, x %.2f of C%n",
                name, median(rates), median(rates) / median(plain), beside);
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }

    private record Journalled(double perSecond, int size) {}

    private Journalled journal(int appends) throws IOException {
        var file = folder.resolve("journal.jsonl");
        Files.deleteIfExists(file);
        var opened = new Entry.Opened("20261120T031200Z-0000", "0".repeat(64), "0.1.0");
        try (var journal = JournalFile.create(file, opened, Clock.systemUTC())) {
            var before = Files.size(file);
            var began = System.nanoTime();
            for (var index = 0; index < appends / 2; index++) {
                journal.append(new Entry.Began("migrate/rows[site" + index + "]", Map.of()));
                journal.append(new Entry.Done("migrate/rows[site" + index + "]", Map.of(), false));
            }
            var rate = rate(began, appends);
            return new Journalled(rate, (int) ((Files.size(file) - before) / appends));
        }
    }

    private static double rate(long began, int appends) {
        return appends * 1e9 / (System.nanoTime() - began);
    }

    private double plain(int size) throws IOException {
        var file = folder.resolve("plain");
        Files.deleteIfExists(file);
        var line = new byte[size];
        Arrays.fill(line, (byte) 'x');
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            var began = System.nanoTime();
            for (var index = 0; index < APPENDS; index++) {
                channel.write(ByteBuffer.wrap(line));
                channel.force(false);
            }
            return rate(began, APPENDS);
        }
    }

    /** Enough appends that starting the process does not count. */
    private double inC(Path program, int size) throws IOException, InterruptedException {
        var count = APPENDS * 4;
        var file = folder.resolve("native").toString();
        var command =
                List.of(program.toString(), file, String.valueOf(size), String.valueOf(count));
        var began = System.nanoTime();
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("the loop in C failed");
        }
        return rate(began, count);
    }

    private static Optional<Path> compiled(Path folder) throws InterruptedException {
        var program = folder.resolve("loop");
        try {
            var source = Files.writeString(folder.resolve("loop.c"), LOOP);
            var command = List.of("cc", "-O2", "-o", program.toString(), source.toString());
            var code = new ProcessBuilder(command).inheritIO().start().waitFor();
            return code == 0 ? Optional.of(program) : Optional.empty();
        } catch (IOException noCompiler) {
            return Optional.empty();
        }
    }
}
