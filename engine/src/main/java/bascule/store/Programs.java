package bascule.store;

import bascule.host.Host;
import bascule.host.Launch;
import bascule.host.Ran;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server's own programs, run on this machine for one step. Passwords go by their environment, and
 * are taken out of what they print.
 *
 * @param first a folder that is searched for them before all others; empty is none
 * @param work where the traces of the step are, so that a program that outlives us is found
 */
public record Programs(
        Host host, List<String> secrets, Duration limit, Optional<Launch.Work> work, String first) {

    /** Runs one to its end, whatever that is. */
    Ran run(List<String> argv, Map<String, String> env) {
        var all = new HashMap<>(env);
        all.put("LC_ALL", "C.UTF-8");
        if (!first.isEmpty()) {
            all.put(
                    "PATH",
                    first + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        }
        var hidden = new ArrayList<>(secrets);
        Optional.ofNullable(env.get("PGPASSWORD")).ifPresent(hidden::add);
        return host.run(
                new Launch(argv, Optional.empty(), Path.of("/"), all, limit, hidden, work),
                _ -> {});
    }
}
