package bascule.host;

import bascule.problem.Fault;
import bascule.text.Text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a launch of a command: every place filled, its file of variables read. */
public final class Filled {
    private Filled() {}

    /**
     * @throws Fault if its file of variables cannot be read
     */
    public static Launch launch(
            Command command, Host.Filler filler, Duration limit, Optional<Launch.Work> work) {
        var env = new HashMap<String, String>();
        command.envFile()
                .map(filler::fill)
                .filter(file -> !file.isBlank())
                .ifPresent(file -> env.putAll(read(Path.of(file))));
        command.env().forEach((name, value) -> env.put(name, filler.fill(value)));
        // A word that is filled with nothing is left out; one that was written empty stays.
        var argv =
                command.argv().stream()
                        .map(word -> word.text().isEmpty() ? "" : emptied(filler.fill(word)))
                        .filter(word -> !word.equals(LEFT_OUT))
                        .toList();
        return new Launch(
                argv,
                command.user(),
                Path.of(filler.fill(command.in())),
                env,
                limit,
                filler.secrets(),
                work);
    }

    private static final String LEFT_OUT = "\0";

    private static String emptied(String word) {
        return word.isEmpty() ? LEFT_OUT : word;
    }

    private static Map<String, String> read(Path file) {
        try {
            return variables(Files.readAllLines(file));
        } catch (IOException cannot) {
            throw new Fault("BSC-405", Text.of("host.no-env-file", file), cannot);
        }
    }

    static Map<String, String> variables(List<String> lines) {
        var variables = new HashMap<String, String>();
        for (var line : lines) {
            var sign = line.indexOf('=');
            if (sign > 0 && !line.strip().startsWith("#")) {
                var name = line.substring(0, sign).strip();
                var bare = name.startsWith("export ") ? name.substring(7).strip() : name;
                variables.put(bare, unquoted(line.substring(sign + 1).strip()));
            }
        }
        return variables;
    }

    private static String unquoted(String value) {
        var mark = value.isEmpty() ? ' ' : value.charAt(0);
        var quoted =
                value.length() > 1
                        && "\"'".indexOf(mark) >= 0
                        && value.charAt(value.length() - 1) == mark;
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
