package bascule.run;

import bascule.plan.Plan;
import bascule.problem.Problem;

import java.util.Optional;

/**
 * Is asked right before the first step that closes the application, once for each outage: what
 * preflight found may have changed while the new release was staged.
 */
@FunctionalInterface
public interface Gatekeeper {
    Gatekeeper NOBODY = (_, _) -> Optional.empty();

    /** What speaks against closing now; then everything staged is taken back. */
    Optional<Problem> ask(Plan plan, Plan.Outage outage);
}
