package bascule.cli;

import bascule.instance.Instance;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.plan.Options;
import bascule.plan.Plan;
import bascule.plan.Planner;
import bascule.problem.Problem;
import bascule.problem.Refusal;
import bascule.state.InstanceFolder;
import bascule.text.Text;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What may be said of a plan on the command line: the options of plan, check and upgrade. */
public final class Wanted {
    @Option(names = "--to", paramLabel = "RELEASE", descriptionKey = "to")
    private String to = "latest";

    @Option(names = "--accept", paramLabel = "NAME", descriptionKey = "accept")
    private List<String> accept = new ArrayList<>();

    @Option(names = "--door", paramLabel = "DOOR", descriptionKey = "door")
    private Optional<String> door = Optional.empty();

    @Option(names = "--on-failure", paramLabel = "back|pause", descriptionKey = "on-failure")
    private String onFailure = "back";

    @Option(names = "--until", paramLabel = "PHASE", descriptionKey = "until")
    private Optional<String> until = Optional.empty();

    @Option(names = "--only", paramLabel = "PART", descriptionKey = "only")
    private Optional<String> only = Optional.empty();

    /** The instance with the door that was asked for. */
    public Subject subject(Subject written) {
        return door.map(one -> behind(written, one)).orElse(written);
    }

    /** The same behind another door. */
    static Subject behind(Subject written, String door) {
        return new Subject(written.recipe(), written.body(), behind(written.instance(), door));
    }

    private static Instance behind(Instance written, String door) {
        return new Instance(
                written.name(),
                written.file(),
                written.recipe(),
                written.method(),
                written.root(),
                written.windows(),
                written.told(),
                written.accept(),
                written.parts(),
                written.backups(),
                written.merge(),
                Optional.of(door),
                written.notes(),
                written.body());
    }

    /** What was said, beside what the instance says and what earlier runs tell. */
    public Options options(Desk desk, Subject subject, InstanceFolder folder) {
        var accepted = new HashSet<>(subject.instance().accept());
        accepted.addAll(accept);
        return Options.plain(Release.text())
                .accepting(accepted)
                .remembering(folder.acknowledgements().all(), desk.speaker())
                .onFailure(choice())
                .knowing(History.of(folder).durations())
                .in(desk.texts().language());
    }

    /**
     * @throws Refusal if there is no such way, or the part asked for cannot be done alone
     */
    public Plan plan(Subject subject, Survey survey, Options options) {
        var part = part();
        var plan = new Planner(subject, survey, options).plan(to);
        return part.isPresent() ? Part.staged(plan) : plan;
    }

    private Plan.OnFailure choice() {
        return switch (onFailure) {
            case "back" -> Plan.OnFailure.BACK;
            case "pause" -> Plan.OnFailure.PAUSE;
            default ->
                    throw refusal(
                            "BSC-503", Text.of("cli.mistake.value", onFailure, "--on-failure"));
        };
    }

    /** Staging alone is consistent; any other part would leave code and data of two releases. */
    private Optional<String> part() {
        for (var wish : List.of(until, only)) {
            if (wish.isPresent() && !wish.get().equals("stage")) {
                throw refusal("BSC-512", Part.missing(wish.get()));
            }
        }
        return until.or(() -> only);
    }

    private Refusal refusal(String code, Text why) {
        return new Refusal(
                new Problem(
                        code,
                        Text.of("cli.part.what", to),
                        why,
                        Text.of("cli.nothing-changed"),
                        Text.of("cli.part.next")));
    }
}
