package bascule.host;

import bascule.fact.Template;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line as data: words, never a line for a shell.
 *
 * @param argv the program and its words; a word that is filled with nothing is left out
 * @param user the account that runs it; empty is the account that runs Bascule
 * @param in the folder it runs in, absolute
 * @param env variables set for it; secrets may stand here, never in {@code argv}
 * @param envFile a file of {@code KEY=value} lines read before {@code env}; empty is none
 * @param limit how long it may run; then it is ended, and has failed
 */
public record Command(
        List<Template> argv,
        Optional<String> user,
        Template in,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Map<String, Template> env,
        Optional<Template> envFile,
        Duration limit) {
    public Command {
        argv = List.copyOf(argv);
        env =
                env == null
                        ? Map.of()
                        : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(env));
    }
}
