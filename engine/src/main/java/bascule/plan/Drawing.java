package bascule.plan;

import bascule.fact.Answer;
import bascule.instance.Era;
import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.instance.Toolchain;
import bascule.recipe.Body;
import bascule.store.Choice;
import bascule.store.Store;
import bascule.store.Technique;
import bascule.text.Text;
import bascule.text.Texts;
import bascule.version.Version;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sheet on which one plan is drawn: how the recipe is read when, and what has been put down.
 */
final class Drawing {
    private final Subject subject;
    private final Survey survey;
    private final Options options;
    private final Version destination;
    private final ProbeTable probes = new ProbeTable();
    private final SurveyKnowledge knowledge;
    private final Folders folders;
    private final Map<Version, Map<String, Toolchain>> toolchains = new HashMap<>();
    private final Map<Version, Map<String, Answer>> set = new HashMap<>();
    private final Map<Version, List<String>> fetched = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Plan.Notice> notices = new ArrayList<>();
    private final Map<String, Long> sizes = new LinkedHashMap<>();

    Drawing(Subject subject, Survey survey, Options options, Version destination) {
        this.destination = destination;
        this.subject = subject;
        this.survey = survey;
        this.options = options;
        this.knowledge = new SurveyKnowledge(subject, survey, probes);
        this.folders = new Folders(survey.layout(), survey.release());
    }

    Subject subject() {
        return subject;
    }

    Survey survey() {
        return survey;
    }

    Options options() {
        return options;
    }

    /** How a store is backed up: what runs at the same release leaves copies, to be kept. */
    Choice choice(Store store) {
        var seen = survey.stores().get(store.name());
        if (seen == null) {
            return Choice.NONE;
        }
        return kept(store)
                ? new Choice(
                        new Technique.Copied(),
                        Optional.of(
                                Text.of(
                                        seen.choice().technique() instanceof Technique.Snapshot
                                                ? "store.choice.kept-copy"
                                                : "store.choice.kept")))
                : seen.choice();
    }

    /** Whether what an upgrade would do otherwise is dumped or copied, since that can be kept. */
    boolean kept(Store store) {
        var seen = survey.stores().get(store.name());
        return seen != null
                && !(seen.choice().technique() instanceof Technique.Copied)
                && destination.equals(survey.release());
    }

    /** Where the whole plan leads. */
    Version destination() {
        return destination;
    }

    ProbeTable probes() {
        return probes;
    }

    SurveyKnowledge knowledge() {
        return knowledge;
    }

    Folders folders() {
        return folders;
    }

    List<Plan.Notice> notices() {
        return notices;
    }

    /** Shown with the notes; nobody has to say that it was read. */
    void tell(String name, Version release, Text text) {
        var said = Texts.in(Locale.of(options.language())).say(text);
        notices.add(Plan.Notice.shown(release, name, said, Optional.empty()));
    }

    Map<String, Long> sizes() {
        return sizes;
    }

    Refused refused() {
        return new Refused(subject, survey.release());
    }

    void toolchains(Version release, Map<String, Toolchain> chosen) {
        toolchains.put(release, chosen);
    }

    boolean knowsToolchains(Version release) {
        return toolchains.containsKey(release);
    }

    Map<String, Toolchain> toolchains(Version release) {
        return toolchains.getOrDefault(release, Map.of());
    }

    /** What steps of the plan will have made of facts once this release is in force. */
    void set(Version release, Map<String, Answer> answers) {
        set.put(release, Map.copyOf(answers));
    }

    /** The release that serves before an outage, on the way to another. */
    Scope before(Version from, Version to) {
        return scope(from, from, to, folders.stage(to), set(from));
    }

    /** A release in its stage: nothing that the switch sets is set yet. */
    Scope staged(Hop hop) {
        return scope(hop.to(), hop.from(), hop.to(), folders.stage(hop.to()), set(hop.from()));
    }

    /** From the switch on. */
    Scope after(Hop hop) {
        return scope(hop.to(), hop.from(), hop.to(), folders.stage(hop.to()), set(hop.to()));
    }

    /** After the last switch of an outage. */
    Scope arrived(Version from, Version to) {
        return scope(to, from, to, folders.stage(to), set(to));
    }

    /** How the recipe is read while a release is in force, whatever is on its way. */
    Scope settled(Version release) {
        return scope(release, survey.release(), release, folders.stage(release), set(release));
    }

    private Map<String, Answer> set(Version release) {
        return set.getOrDefault(release, Map.of());
    }

    private Scope scope(
            Version release, Version from, Version to, String stage, Map<String, Answer> made) {
        return Scope.of(
                subject,
                new Era(release, from, to, stage, subject.door(), toolchains(release), made),
                knowledge);
    }

    /** An id that no other step of the plan has. */
    String id(String wanted) {
        var id = wanted;
        for (var again = 2; !ids.add(id); again++) {
            id = wanted + "~" + again;
        }
        return id;
    }

    /** The files that are fetched for these hops. */
    List<String> fetched(List<Hop> hops) {
        return hops.stream()
                .flatMap(hop -> fetched.getOrDefault(hop.to(), List.of()).stream())
                .toList();
    }

    void fetches(Version release, String file) {
        fetched.put(release, List.of(file));
    }

    Set<String> allAccepted() {
        var all = new HashSet<>(options.accepted());
        all.addAll(subject.instance().accept());
        return all;
    }

    boolean accepted(String name) {
        return options.accepted().contains(name) || subject.instance().accept().contains(name);
    }

    /** The recipe's words in the language of the plan. */
    String say(Body.Words words) {
        return words.in(options.language());
    }

    Optional<Text> text(Optional<Body.Words> words) {
        return words.map(each -> Text.verbatim(say(each)));
    }
}
