package bascule.cli.demo;

import bascule.cli.Desk;
import bascule.cli.Self;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code bascule} itself, in a process of its own, as somebody would type it. */
final class Child {
    private final Desk desk;
    private final Place place;

    Child(Desk desk, Place place) {
        this.desk = desk;
        this.place = place;
    }

    /** Its output goes where ours goes. */
    Process begun(List<String> before, String... words) {
        return start(builder(before, words).inheritIO());
    }

    /** Its output goes to a file: it is shown only if it fails. */
    int quietly(Path log, String... words) {
        return code(
                start(
                        builder(List.of(), words)
                                .redirectErrorStream(true)
                                .redirectOutput(log.toFile())));
    }

    static int code(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    ProcessBuilder builder(List<String> before, String... words) {
        var all = new ArrayList<>(before);
        all.addAll(Self.command(desk));
        all.addAll(List.of(words));
        all.addAll(List.of("--home", place.home().toString(), "--lang", desk.texts().language()));
        return new ProcessBuilder(all);
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** What a person types to ask the same. */
    String typed() {
        var launcher = desk.root().resolve("bascule");
        if (!Files.isExecutable(launcher)) {
            return "bascule";
        }
        var here = Path.of("").toAbsolutePath().equals(desk.root());
        return here ? "./bascule" : launcher.toString();
    }
}
