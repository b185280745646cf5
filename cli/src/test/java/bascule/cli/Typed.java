package bascule.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command as typed, in this process, and what it answered. */
record Typed(Exit exit, String out, String err) {
    static Typed of(String... words) {
        return in(Map.of(), words);
    }

    static Typed in(Map<String, String> env, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = terminal(env, out, err);
        var exit = new Bascule(terminal).run(List.of(words));
        return new Typed(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Terminal silent(Map<String, String> env) {
        return terminal(env, new ByteArrayOutputStream(), new ByteArrayOutputStream());
    }

    private static Terminal terminal(
            Map<String, String> env, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Terminal(
                env,
                new BufferedReader(new StringReader("")),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
    }
}
