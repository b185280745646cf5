package bascule.run;

import bascule.fact.Template;
import bascule.host.Command;
import bascule.plan.Action;
import bascule.plan.Plan;
import bascule.plan.Step;
import bascule.plan.Undo;
import bascule.recipe.Phase;
import bascule.version.Version;

import org.jspecify.annotations.NullMarked;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in one line: {@code before | closing | leg / leg | after | back}, and {@code ||} between
 * outages.
 *
 * <pre>
 * rows          a step            rows+    it may be repeated      rows%   it only warns
 * rows#         no way back       mute=    left out if it is so    fetch~  taken back by a step
 * halt<rows,x   takes those back  calm.    in settle               drop.   in clean, on the way back
 * </pre>
 */
@NullMarked
final class TracePlan {
    private TracePlan() {}

    static Plan of(String line, Plan.OnFailure onFailure) {
        var outages = new ArrayList<Plan.Outage>();
        var release = 1;
        for (var each : line.split("\\|\\|")) {
            var outage = outage(each.split("\\|"), release);
            release += outage.legs().size();
            outages.add(outage);
        }
        return new Plan(
                "0.1.0",
                "wiki",
                "trace",
                "trace",
                "/srv/wiki",
                outages.getFirst().from(),
                outages.getLast().to(),
                "none",
                onFailure,
                Map.of(),
                Map.of(),
                outages,
                List.of(),
                Map.of(),
                Map.of());
    }

    private static Version release(int number) {
        return Version.of(String.valueOf(number));
    }

    private static Plan.Outage outage(String[] parts, int from) {
        var legs = new ArrayList<Plan.Leg>();
        for (var leg : parts[2].split("/")) {
            var at = from + legs.size();
            legs.add(
                    new Plan.Leg(
                            release(at),
                            release(at + 1),
                            steps(leg, Phase.MIGRATE, Phase.MIGRATE)));
        }
        return new Plan.Outage(
                release(from),
                steps(parts[0], Phase.STAGE, Phase.ANNOUNCE),
                steps(parts[1], Phase.QUIESCE, Phase.BACKUP),
                legs,
                steps(parts[3], Phase.OPEN, Phase.SETTLE),
                steps(parts[4], Phase.OPEN, Phase.CLEAN));
    }

    private static List<Step> steps(String words, Phase phase, Phase dotted) {
        return Arrays.stream(words.strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .map(word -> step(word, word.contains(".") ? dotted : phase))
                .toList();
    }

    private static Step step(String word, Phase phase) {
        var undoes = word.contains("<") ? word.substring(word.indexOf('<') + 1) : "";
        var marked = word.contains("<") ? word.substring(0, word.indexOf('<')) : word;
        var name = marked.replaceAll("[^a-z0-9-]", "");
        Undo undo = new Undo.Nothing();
        if (marked.contains("#")) {
            undo = new Undo.Never("it cannot be unsaid");
        } else if (marked.contains("~")) {
            undo = new Undo.By(run("un" + name));
        }
        return SimStep.of(name, phase, run(name))
                .again(marked.contains("+"))
                .warns(marked.contains("%"))
                .asFound(marked.contains("="))
                .undo(undo)
                .undoes(undoes.isEmpty() ? List.of() : List.of(undoes.split(",")))
                .make();
    }

    private static Action run(String name) {
        var command =
                new Command(
                        List.of(Template.of(name)),
                        Optional.empty(),
                        Template.of("/"),
                        Map.of(),
                        Optional.empty(),
                        Duration.ofMinutes(1));
        return new Action.Run(command, Map.of(), Optional.empty(), Optional.empty());
    }
}
