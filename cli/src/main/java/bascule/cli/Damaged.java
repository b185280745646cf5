package bascule.cli;

import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.Stock;
import bascule.state.Stored;
import bascule.text.Text;

import java.util.Optional;

/** A backup that is not whole: nothing is taken from it, and another one is named. */
public final class Damaged {
    private Damaged() {}

    /**
     * @throws Refusal BSC-317 if a file of it is missing, or it was never finished
     */
    public static Stored refuse(Desk desk, Stored stored) {
        if (stored.wrong().isPresent()) {
            throw new Refusal(problem(desk, stored, stored.wrong().get()));
        }
        return stored;
    }

    public static Problem problem(Desk desk, Stored stored, Text why) {
        var name = stored.note().instance();
        var other =
                new Stock(desk.instance(name))
                        .all().reversed().stream()
                                .filter(Stored::whole)
                                .filter(each -> !each.id().equals(stored.id()))
                                .map(Stored::id)
                                .findFirst();
        return new Problem(
                "BSC-317",
                Text.of("cli.damaged.what", stored.id(), name),
                why,
                now(other),
                Text.of("cli.damaged.next", name));
    }

    private static Text now(Optional<String> other) {
        return other.map(id -> Text.of("cli.damaged.other", id))
                .orElseGet(() -> Text.of("cli.damaged.none"));
    }
}
