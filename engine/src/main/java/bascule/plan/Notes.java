package bascule.plan;

import bascule.instance.Scope;
import bascule.recipe.Body.StepSpec;
import bascule.recipe.Phase;
import bascule.recipe.Recipe.Note;
import bascule.text.Text;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the release notes ask on the way: steps in the leg that passes their release, or a word. */
final class Notes {
    private final Drawing drawing;

    Notes(Drawing drawing) {
        this.drawing = drawing;
    }

    private record Passed(Version release, Note note) {}

    /** The notes that a hop passes, older releases first, each once. */
    private List<Passed> passed(Hop hop) {
        return Stream.concat(
                        drawing.subject().recipe().catalogue().notes().values().stream(),
                        drawing.subject().instance().notes().values().stream())
                .flatMap(
                        note ->
                                note.into().stream()
                                        .map(Version::of)
                                        .filter(hop::passes)
                                        .min(hop.order())
                                        .map(release -> new Passed(release, note))
                                        .stream())
                .sorted(Comparator.comparing(Passed::release, hop.order()))
                .toList();
    }

    /**
     * The steps that notes add to a phase of a hop. Whether a note applies is decided as the
     * instance is found, before any note has set anything.
     */
    List<Weave.Strand> strands(Hop hop, Phase phase) {
        var scope = drawing.staged(hop);
        var strands = new ArrayList<Weave.Strand>();
        for (var each : passed(hop)) {
            if (scope.holds(each.note().when())) {
                steps(each.note(), phase)
                        .forEach(
                                (name, cases) ->
                                        strands.add(
                                                new Weave.Strand(
                                                        name, cases, Optional.of(reason(each)))));
            }
        }
        return strands;
    }

    private static Map<String, List<StepSpec>> steps(Note note, Phase phase) {
        return note.phases().getOrDefault(phase, Map.of());
    }

    private Text reason(Passed each) {
        var source = each.note().source().orElseGet(() -> each.note().origin().toString());
        return Text.of("plan.reason.note", each.release(), each.note().name(), source);
    }

    /** Tells what becomes of every note on the way; a note for several releases once a leg. */
    List<Plan.Notice> notices(Hop hop) {
        var scope = drawing.staged(hop);
        return passed(hop).stream().map(each -> notice(each, scope)).toList();
    }

    private Plan.Notice notice(Passed each, Scope scope) {
        var note = each.note();
        return new Plan.Notice(
                each.release(),
                note.name(),
                state(note, scope),
                note.text().map(drawing::say),
                note.when().map(Conditions::said),
                note.source());
    }

    private String state(Note note, Scope scope) {
        if (!scope.holds(note.when())) {
            return "does-not-apply";
        }
        if (!note.phases().isEmpty()) {
            return "done";
        }
        if (note.level().filter("warn"::equals).isPresent()) {
            return "shown";
        }
        return drawing.accepted(note.name()) ? "acknowledged" : "acknowledge";
    }
}
