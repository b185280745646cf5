package bascule.plan;

import bascule.instance.Scope;
import bascule.recipe.Body;
import bascule.recipe.Body.StepSpec;
import bascule.recipe.Phase;
import bascule.recipe.Recipe.Note;
import bascule.text.Text;
import bascule.text.Texts;
import bascule.version.Version;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the release notes ask on the way: steps in the leg that passes their release, or a word. */
final class Notes {
    private final Drawing drawing;
    private final Map<Hop, List<Passed>> passed = new HashMap<>();

    Notes(Drawing drawing) {
        this.drawing = drawing;
    }

    private record Passed(Version release, Note note) {}

    /** The notes that a hop passes, older releases first, each once; asked for every phase. */
    private List<Passed> passed(Hop hop) {
        return passed.computeIfAbsent(hop, this::among);
    }

    private List<Passed> among(Hop hop) {
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
        return asked(hop).stream().map(Reading.Asked::notice).toList();
    }

    /** The same, with what a reader wants to know beside it. */
    List<Reading.Asked> asked(Hop hop) {
        var scope = drawing.staged(hop);
        return passed(hop).stream()
                .map(
                        each ->
                                new Reading.Asked(
                                        notice(each, scope),
                                        steps(each.note()),
                                        each.note().origin().toString(),
                                        words(each.note().text())))
                .toList();
    }

    private static List<String> steps(Note note) {
        return note.phases().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(
                        phase ->
                                phase.getValue().keySet().stream()
                                        .map(name -> phase.getKey().word() + "/" + name))
                .toList();
    }

    /** A digest of what is said, in all languages: whoever acknowledged has read these words. */
    private static String words(Optional<Body.Words> text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(text.map(Body.Words::byLanguage).orElse(Map.of()))
                    .forEach(
                            (language, words) ->
                                    digest.update(
                                            (language + "\0" + words + "\0")
                                                    .getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("internal error: no SHA-256", missing);
        }
    }

    private Plan.Notice notice(Passed each, Scope scope) {
        var note = each.note();
        var by = acknowledged(each);
        var state = state(note, scope, by.isPresent());
        return new Plan.Notice(
                each.release(),
                note.name(),
                state,
                note.text().map(drawing::say),
                because(note, scope, state),
                note.source(),
                by.filter(_ -> state.equals("acknowledged")));
    }

    private Optional<String> because(Note note, Scope scope, String state) {
        return note.when()
                .map(
                        when ->
                                state.equals("does-not-apply")
                                        ? Texts.in(Locale.of(drawing.options().language()))
                                                .say(
                                                        Text.of(
                                                                "plan.only-where",
                                                                Conditions.said(when),
                                                                Conditions.found(
                                                                        drawing.subject(),
                                                                        scope,
                                                                        when)))
                                        : Conditions.said(when));
    }

    private static String state(Note note, Scope scope, boolean acknowledged) {
        if (!scope.holds(note.when())) {
            return "does-not-apply";
        }
        if (!note.phases().isEmpty()) {
            return "done";
        }
        if (note.level().filter("warn"::equals).isPresent()) {
            return "shown";
        }
        return acknowledged ? "acknowledged" : "acknowledge";
    }

    /** By whom: kept from before, in the instance's file, or with this very command. */
    private Optional<Acknowledged> acknowledged(Passed each) {
        var name = each.note().name();
        var words = words(each.note().text());
        var options = drawing.options();
        var instance = drawing.subject().instance();
        return options.acknowledged().stream()
                .filter(
                        kept ->
                                kept.note().equals(name)
                                        && kept.release().equals(each.release())
                                        && kept.words().equals(words))
                .map(Acknowledgement::by)
                .findFirst()
                .or(
                        () ->
                                instance.accept().contains(name)
                                        ? Optional.of(
                                                new Acknowledged(
                                                        instance.file().toString(),
                                                        Optional.empty(),
                                                        Optional.empty()))
                                        : Optional.empty())
                .or(
                        () ->
                                options.accepted().contains(name)
                                        ? Optional.of(options.speaker())
                                        : Optional.empty());
    }
}
