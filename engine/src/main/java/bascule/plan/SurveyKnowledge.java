package bascule.plan;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.instance.Components;
import bascule.instance.Era;
import bascule.instance.Fact;
import bascule.instance.Knowledge;
import bascule.instance.Row;
import bascule.instance.Scope;
import bascule.instance.Secrets;
import bascule.instance.Subject;
import bascule.instance.Survey;
import bascule.recipe.Body.Code;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.FetchSpec;
import bascule.recipe.Body.ServiceSpec;
import bascule.recipe.Body.Source;
import bascule.recipe.Body.StepSpec;
import bascule.recipe.Body.StoreSpec;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the survey found, for planning: secrets stay places, and so does what moves with the release
 * and is not that of the release that was surveyed.
 */
final class SurveyKnowledge implements Knowledge {
    private final Subject subject;
    private final Survey survey;
    private final ProbeTable probes;
    private final Set<String> decided = new TreeSet<>();

    SurveyKnowledge(Subject subject, Survey survey, ProbeTable probes) {
        this.subject = subject;
        this.survey = survey;
        this.probes = probes;
    }

    @Override
    public Answer answer(Fact fact) {
        return fact.row()
                .filter(row -> row.list().equals(fact.name()))
                .<Answer>map(row -> new Answer.Fields(row.parts()))
                .orElseGet(() -> survey.answer(fact.key()));
    }

    @Override
    public Answer component(String name) {
        return survey.answer(name);
    }

    @Override
    public List<Row> rows(String list) {
        var rows = survey.lists().get(list);
        if (rows != null) {
            return rows;
        }
        if (survey.answer(list) instanceof Answer.Unknown(var why)) {
            throw new bascule.problem.Fault(
                    "BSC-265", bascule.text.Text.of("plan.list-unknown", list, why));
        }
        return List.of();
    }

    @Override
    public int taken(String fact) {
        return survey.taken().getOrDefault(fact, -1);
    }

    @Override
    public boolean passedOver(Scope scope, FactSpec one) {
        return scope.era().release().equals(survey.release())
                || scope.at(standing(scope)).holds(one.when());
    }

    private Era standing(Scope scope) {
        return Era.standing(survey.release(), "", scope.era().door(), scope.era().toolchains());
    }

    @Override
    public Map<String, String> machine() {
        return survey.machine();
    }

    @Override
    public Optional<String> shared() {
        return survey.layout().kind() == Survey.Layout.Kind.SHARED
                ? Optional.of(new Folders(survey.layout(), survey.release()).shared())
                : Optional.empty();
    }

    @Override
    public @Nullable Template open(Scope scope, Fact fact, FactSpec spec) {
        var secret = Secrets.secret(spec, fact);
        if (!secret && (spec.source().stated().isPresent() || !moves(scope, fact, spec))) {
            return null;
        }
        var era = scope.era().release();
        probes.want(fact.whole(), era);
        return Template.of("${" + fact.label() + "@" + era + "}");
    }

    /** Whether what the survey found holds no more once another release is in force. */
    private boolean moves(Scope scope, Fact fact, FactSpec spec) {
        if (scope.era().release().equals(survey.release())) {
            return shipped(spec) && answer(fact) instanceof Answer.Unknown;
        }
        var before = scope.at(standing(scope)).spec(fact.name());
        return before.filter(spec::equals).isEmpty() || shipped(spec);
    }

    /** Whether a fact is read from files that come with a release. */
    private boolean shipped(FactSpec spec) {
        return switch (spec.source()) {
            case Source.ByFile(var files) -> files.stream().anyMatch(this::shipped);
            case Source.ByFiles(var pattern) -> shipped(pattern);
            default -> false;
        };
    }

    private boolean shipped(Template path) {
        var text = path.text();
        var inside =
                text.startsWith("${root}/")
                        ? text.substring("${root}/".length())
                        : text.startsWith("/") || text.startsWith("$") ? null : text;
        return inside != null
                && subject.body().code().map(code -> ships(code, inside)).orElse(false);
    }

    private static boolean ships(Code code, String path) {
        var whole = code.target().stream().anyMatch(target -> target.text().equals("${root}"));
        var replaced =
                whole || code.target().stream().anyMatch(target -> under(path, target.text()));
        return replaced
                && (code.way().equals("link") || code.way().equals("replace"))
                && (code.merge().containsKey(path)
                        || code.carry().stream().noneMatch(carried -> under(path, carried)))
                && code.keep().stream().noneMatch(kept -> under(path, kept));
    }

    private static boolean under(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    @Override
    public void decided(Scope scope, Condition condition) {
        for (var name : condition.facts()) {
            if (Components.is(subject, name) && survey.facts().containsKey(name)) {
                decided.add(name);
            }
            scope.meant(name)
                    .filter(fact -> !scope.era().set().containsKey(fact.label()))
                    .map(Fact::key)
                    .filter(survey.facts()::containsKey)
                    .ifPresent(decided::add);
        }
    }

    /** What the plan was decided on, with what always counts. */
    Map<String, Answer> watched() {
        var all = survey.watched();
        var lists =
                actedOver().map(list -> ":list " + list).collect(Collectors.toUnmodifiableSet());
        var kept = new java.util.TreeMap<String, Answer>();
        all.forEach(
                (name, answer) -> {
                    var always =
                            name.equals("release")
                                    || name.equals("edition")
                                    || (name.startsWith(":") && !name.startsWith(":list "));
                    if (always || decided.contains(name) || lists.contains(name)) {
                        kept.put(name, answer);
                    }
                });
        return kept;
    }

    /**
     * The lists that stores, services, code or acting steps go over: what is only looked at may
     * vary.
     */
    private Stream<String> actedOver() {
        var body = subject.body();
        var stores = body.stores().values().stream().flatMap(List::stream).map(StoreSpec::each);
        var services =
                body.services().values().stream().flatMap(List::stream).map(ServiceSpec::each);
        var steps =
                body.phases().values().stream()
                        .flatMap(phase -> phase.values().stream())
                        .flatMap(List::stream)
                        .filter(step -> step.act().isPresent())
                        .map(StepSpec::each);
        var code =
                body.code().stream()
                        .flatMap(
                                each ->
                                        Stream.concat(
                                                Stream.of(each.parts()),
                                                each.fetch().stream().map(FetchSpec::each)));
        return Stream.of(stores, services, steps, code)
                .flatMap(each -> each)
                .flatMap(Optional::stream);
    }
}
