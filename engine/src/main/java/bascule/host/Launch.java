package bascule.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command with every place filled, ready to run.
 *
 * @param env set on top of a clean environment; may hold secrets, which the host never writes down
 * @param secrets values that are taken out of whatever is kept of the output
 * @param work where its traces are kept, so that after a crash it is found again; empty for a look
 *     that changes nothing
 * @param input a file that it reads; empty is /dev/null
 */
public record Launch(
        List<String> argv,
        Optional<String> user,
        Path in,
        Map<String, String> env,
        Duration limit,
        List<String> secrets,
        Optional<Work> work,
        Optional<Path> input) {
    /** Reads nothing. */
    public Launch(
            List<String> argv,
            Optional<String> user,
            Path in,
            Map<String, String> env,
            Duration limit,
            List<String> secrets,
            Optional<Work> work) {
        this(argv, user, in, env, limit, secrets, work, Optional.empty());
    }

    public Launch {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        secrets = List.copyOf(secrets);
    }

    /**
     * The traces of one step's command: a lock file that every descendant inherits, a ticket that
     * must still be there when it starts, the exit status it leaves, and its output.
     *
     * @param folder {@code runs/ID/steps}
     * @param step the step's id; it stands in the command's environment as {@code BASCULE_STEP}
     */
    public record Work(Path folder, String run, String step) {
        private static final int LONGEST = 180;

        /** The step's id as the name of a file; no two steps have the same. */
        public String fileName() {
            var name = new StringBuilder();
            for (var one : step.getBytes(StandardCharsets.UTF_8)) {
                var letter = (char) (one & 0xff);
                if (letter == '/') {
                    name.append('+');
                } else if ((letter < 128 && Character.isLetterOrDigit(letter))
                        || "-_.:@=,[]".indexOf(letter) >= 0) {
                    name.append(letter);
                } else {
                    name.append("%%%02x".formatted((int) letter));
                }
            }
            return name.length() <= LONGEST
                    ? name.toString()
                    : name.substring(0, LONGEST) + "%" + Integer.toHexString(step.hashCode());
        }

        /**
         * Whether the command of the last attempt was begun; if not, it never will be once the host
         * has quietened this work.
         */
        public boolean begun() {
            return Files.exists(folder.resolve(fileName() + ".session"));
        }

        /** Where the output of all attempts is kept, secrets taken out when one has ended. */
        public Path log() {
            return folder.resolve(fileName() + ".log");
        }
    }
}
