package bascule.cli;

import bascule.problem.Problem;
import bascule.text.Text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fault of ours: its trace is kept in a file, so that it can be reported. */
final class Internal {
    private Internal() {}

    static Problem problem(Throwable bug, Terminal terminal) {
        return new Problem(
                "BSC-700",
                Text.of("cli.internal.what"),
                Text.of("cli.internal.why", bug),
                Text.of("cli.internal.now"),
                Text.of("cli.internal.next", trace(bug, terminal)));
    }

    private static String trace(Throwable bug, Terminal terminal) {
        try {
            var folder = Path.of(terminal.env().getOrDefault("TMPDIR", "/tmp"));
            var file = Files.createTempFile(folder, "bascule-internal-", ".txt");
            try (var writer = new PrintWriter(Files.newBufferedWriter(file))) {
                writer.println("bascule " + Release.text() + ", Java " + Runtime.version());
                bug.printStackTrace(writer);
            }
            return file.toString();
        } catch (IOException cannot) {
            bug.printStackTrace(terminal.err());
            return "stderr";
        }
    }
}
