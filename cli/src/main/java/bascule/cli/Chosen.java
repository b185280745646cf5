package bascule.cli;

import bascule.plan.Purpose;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.InstanceFolder;
import bascule.state.RunFolder;
import bascule.text.Text;

import java.util.Optional;

/** Which run a verb is about: the one named, else the last. */
public final class Chosen {
    private Chosen() {}

    /**
     * @throws Refusal BSC-507 if there never was one, the engine's if there is none of that id
     */
    public static RunFolder run(InstanceFolder folder, Optional<String> id) {
        return id.map(folder::run).or(folder::last).orElseThrow(() -> none(folder));
    }

    /** The run that has not ended, else the last upgrade: what a way back is about. */
    public static RunFolder upgrade(InstanceFolder folder) {
        return folder.unfinished()
                .or(() -> folder.last(Purpose::takesBack))
                .orElseThrow(() -> none(folder));
    }

    private static Refusal none(InstanceFolder folder) {
        return new Refusal(
                new Problem(
                        "BSC-507",
                        Text.of("cli.no-run.what", folder.name()),
                        Text.of("cli.no-run.why"),
                        Text.of("cli.nothing-changed"),
                        Text.of("cli.no-run.next", folder.name())));
    }
}
