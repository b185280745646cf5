package bascule.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where words come from and go to. What it prints never throws: a terminal that went away must not
 * end a run.
 *
 * @param asks whether somebody can answer: standard input is a terminal
 * @param live whether lines may be written over: standard output is a terminal that can
 * @param colours whether colours are wanted: {@code live}, and {@code NO_COLOR} is not set
 */
public record Terminal(
        Map<String, String> env,
        BufferedReader in,
        PrintStream out,
        PrintStream err,
        boolean asks,
        boolean live,
        boolean colours) {

    /** That of this process. The launcher has looked which of its streams are terminals. */
    static Terminal ofThisProcess() {
        var env = System.getenv();
        var tty = System.getProperty("bascule.tty", "");
        var able = !env.getOrDefault("TERM", "dumb").equals("dumb");
        var live = tty.contains("1") && able;
        return new Terminal(
                env,
                new BufferedReader(
                        new InputStreamReader(
                                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                tty.contains("0") && tty.contains("1"),
                live,
                live && env.getOrDefault("NO_COLOR", "").isEmpty());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
                true,
                StandardCharsets.UTF_8);
    }

    /** The language asked for by the environment, as POSIX orders it. */
    public String language() {
        for (var name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            var value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "en";
    }
}
