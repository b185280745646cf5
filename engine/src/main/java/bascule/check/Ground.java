package bascule.check;

import bascule.host.Host;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.plan.Options;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the built-in checks stand on.
 *
 * @param survey taken after the plan was made, or just before it
 * @param backups where backups of the instance are kept
 * @param environment {@code PATH} is looked at, where programs are searched
 */
public record Ground(
        Subject subject,
        Survey survey,
        Options options,
        Host host,
        Path backups,
        Map<String, String> environment) {
    public Ground {
        environment = Map.copyOf(environment);
    }
}
