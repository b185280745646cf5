package bascule.plan;

import bascule.fact.Condition;
import bascule.instance.Row;
import bascule.instance.Scope;
import bascule.plan.Weave.Strand;
import bascule.recipe.Body.Act;
import bascule.recipe.Body.StepSpec;
import bascule.recipe.Body.UndoSpec;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the steps of a plan of those that a recipe, its notes and an instance say themselves. */
final class RecipeSteps {
    private final Drawing drawing;
    private final Notes notes;
    private final Expectations expectations;
    private final Acts acts;

    RecipeSteps(Drawing drawing, Notes notes) {
        this.drawing = drawing;
        this.notes = notes;
        this.expectations = new Expectations(drawing.probes());
        this.acts = new Acts(expectations);
    }

    Expectations expectations() {
        return expectations;
    }

    Acts acts() {
        return acts;
    }

    /**
     * A step of the recipe as it stands in the plan.
     *
     * @param row the row it is done for
     */
    record Made(String name, Optional<Row> row, StepSpec spec, Step step) {}

    /** The strands of a phase: the recipe's own, and those of the notes that the hops pass. */
    List<Strand> strands(Phase phase, List<Hop> hops) {
        var own =
                drawing.subject().body().phases().getOrDefault(phase, Map.of()).entrySet().stream()
                        .map(
                                entry ->
                                        new Strand(
                                                entry.getKey(),
                                                entry.getValue(),
                                                Optional.empty()));
        var added = hops.stream().flatMap(hop -> notes.strands(hop, phase).stream());
        return Weave.of(java.util.stream.Stream.concat(own, added).toList());
    }

    List<Step> steps(Phase phase, String prefix, List<Hop> hops, Scope scope) {
        return strands(phase, hops).stream()
                .flatMap(strand -> made(strand, phase, prefix, scope).stream())
                .map(Made::step)
                .toList();
    }

    /** The steps that a strand comes to: one, one for each row, none if no case holds. */
    List<Made> made(Strand strand, Phase phase, String prefix, Scope scope) {
        var each =
                strand.cases().isEmpty()
                        ? Optional.<String>empty()
                        : strand.cases().getFirst().each();
        if (each.isEmpty()) {
            return made(strand, phase, prefix, scope, Optional.empty());
        }
        return scope.rows(each.get()).stream()
                .flatMap(
                        row ->
                                made(strand, phase, prefix, scope.on(row), Optional.of(row))
                                        .stream())
                .toList();
    }

    /** What a strand would come to, put down nowhere. */
    List<Made> peek(Strand strand, Phase phase, Scope scope) {
        var each =
                strand.cases().isEmpty()
                        ? Optional.<String>empty()
                        : strand.cases().getFirst().each();
        if (each.isEmpty()) {
            return peek(strand, phase, scope, Optional.empty());
        }
        return scope.rows(each.get()).stream()
                .flatMap(row -> peek(strand, phase, scope.on(row), Optional.of(row)).stream())
                .toList();
    }

    private List<Made> peek(Strand strand, Phase phase, Scope scope, Optional<Row> row) {
        var id = phase.word() + "/" + strand.name();
        return scope
                .choose(strand.cases(), StepSpec::when)
                .map(spec -> new Writing(scope, phase, id, spec, strand.reason()))
                .map(one -> new Made(strand.name(), row, one.spec(), peeked(one)))
                .stream()
                .toList();
    }

    /** Its question is not put down: the step itself asks it, maybe elsewhere, behind the door. */
    private Step peeked(Writing one) {
        return one.spec().act().orElse(null) instanceof Act.ToHttp
                ? Draft.of(one.id(), one.phase(), Text.verbatim(one.id()), new Action.Look()).step()
                : step(one);
    }

    private List<Made> made(
            Strand strand, Phase phase, String prefix, Scope scope, Optional<Row> row) {
        var spec = scope.choose(strand.cases(), StepSpec::when);
        if (spec.isEmpty() || nothingToDo(spec.get(), scope)) {
            return List.of();
        }
        var name = strand.name() + row.map(one -> "[" + one.key() + "]").orElse("");
        var id = drawing.id(prefix + phase.word() + "/" + name);
        var one = new Writing(scope, phase, id, spec.get(), strand.reason());
        var all = new ArrayList<Made>();
        all.add(new Made(strand.name(), row, spec.get(), step(one)));
        spec.get()
                .then()
                .ifPresent(
                        then -> all.add(new Made(strand.name(), row, spec.get(), then(one, then))));
        return all;
    }

    /** It only looks, and there is nothing to compare with. */
    private boolean nothingToDo(StepSpec spec, Scope scope) {
        return spec.act().isEmpty()
                && spec.expect().isPresent()
                && expectations.of(scope, spec.expect().get()).condition().any().stream()
                        .anyMatch(Map::isEmpty);
    }

    private record Writing(
            Scope scope, Phase phase, String id, StepSpec spec, Optional<Text> reason) {}

    private Step step(Writing one) {
        var spec = one.spec();
        if (one.phase() == Phase.VERIFY
                && spec.expect().isEmpty()
                && spec.act().orElse(null) instanceof Act.ToHttp) {
            return asking(one.id(), Phase.VERIFY, one.scope(), spec);
        }
        var action =
                spec.act().map(act -> acts.of(one.scope(), act, spec)).orElseGet(Action.Look::new);
        var expect = expectations.of(one.scope(), spec.expect());
        var summary =
                spec.about().isEmpty() && action instanceof Action.Look && !expect.isEmpty()
                        ? Text.of("plan.do.expect", Conditions.said(expect.getFirst().condition()))
                        : summary(spec, action);
        return Draft.of(one.id(), one.phase(), summary, action)
                .because(one.reason().or(() -> drawing.text(spec.because())))
                .expect(expect)
                .limit(limit(spec, action, one.phase()))
                .again(
                        spec.again()
                                || (action instanceof Action.Http && one.phase() == Phase.VERIFY))
                .level(level(spec))
                .undo(undo(one, action))
                .asFound(closes(one.phase()) && mayBeSo(spec))
                .origin(Optional.of(spec.origin().toString()))
                .step();
    }

    /**
     * Requests that prove something change nothing that counts: they are asked until they are
     * answered, for what was just started needs its time.
     */
    Step asking(String id, Phase phase, Scope scope, StepSpec spec) {
        if (!(spec.act().orElse(null) instanceof Act.ToHttp(var specs))) {
            throw new IllegalArgumentException("internal error: no requests in " + id);
        }
        var requests = bascule.instance.Requests.of(scope, specs);
        return Draft.of(id, phase, summary(spec, new Action.Http(requests)), new Action.Look())
                .because(drawing.text(spec.because()))
                .expect(List.of(expectations.answered(id, scope, requests)))
                .limit(spec.limit().orElse(Duration.ofMinutes(2)))
                .again(true)
                .level(level(spec))
                .origin(Optional.of(spec.origin().toString()))
                .step();
    }

    private static boolean closes(Phase phase) {
        return phase == Phase.ANNOUNCE || phase == Phase.QUIESCE;
    }

    /** Whether one can see that nothing is left to do. */
    private static boolean mayBeSo(StepSpec spec) {
        return spec.act().isPresent()
                && (spec.expect().isPresent() || spec.act().get() instanceof Act.ToSet);
    }

    private Text summary(StepSpec spec, Action action) {
        if (spec.about().isPresent()) {
            return Text.verbatim(drawing.say(spec.about().get()));
        }
        return Acts.summary(action);
    }

    private static Duration limit(StepSpec spec, Action action, Phase phase) {
        if (spec.limit().isPresent()) {
            return spec.limit().get();
        }
        return switch (action) {
            case Action.Run run -> run.command().limit();
            case Action.Http _ when phase == Phase.VERIFY -> Duration.ofMinutes(2);
            case Action.Look _ when phase == Phase.PREFLIGHT -> Duration.ZERO;
            default -> Draft.QUICK.multipliedBy(action instanceof Action.Query ? 10 : 1);
        };
    }

    /** A level that wants to be accepted warns once it is. */
    private String level(StepSpec spec) {
        return spec.level()
                .map(level -> level.equals("accept") ? acceptable(spec) : level)
                .orElse("block");
    }

    private String acceptable(StepSpec spec) {
        return drawing.subject().body().phases().values().stream()
                        .flatMap(steps -> steps.entrySet().stream())
                        .filter(entry -> entry.getValue().contains(spec))
                        .anyMatch(entry -> drawing.accepted(entry.getKey()))
                ? "warn"
                : "block";
    }

    private Undo undo(Writing one, Action action) {
        if (one.spec().undo().isPresent()) {
            return switch (one.spec().undo().get()) {
                case UndoSpec.Nothing _ -> new Undo.Nothing();
                case UndoSpec.By _ -> new Undo.By(inverse(one.scope(), one.spec(), one.id()));
                case UndoSpec.Never(var because) -> new Undo.Never(drawing.say(because));
            };
        }
        return switch (action) {
            case Action.SetKeys _, Action.MoveKeys _, Action.Remove _ -> new Undo.AsFound();
            case Action.Look _ -> new Undo.Nothing();
            default ->
                    one.phase().compareTo(Phase.SWITCH) >= 0 && one.phase().closed()
                            ? new Undo.Restores()
                            : new Undo.Nothing();
        };
    }

    /**
     * The action that takes back what a step did.
     *
     * @param id of the step as it was done
     */
    Action inverse(Scope scope, StepSpec spec, String id) {
        if (!(spec.undo().orElse(null) instanceof UndoSpec.By(var act))) {
            throw new IllegalArgumentException("internal error: no inverse of " + id);
        }
        return acts.of(remembering(scope, spec, id), act, spec);
    }

    /** What a step took from an answer is for its undo what it made. */
    private static Scope remembering(Scope scope, StepSpec spec, String id) {
        if (!(spec.act().orElse(null) instanceof Act.ToHttp(var requests))) {
            return scope;
        }
        var names =
                requests.stream()
                        .flatMap(request -> request.take().keySet().stream())
                        .distinct()
                        .collect(Collectors.toMap(name -> name, name -> "made." + id + "." + name));
        return scope.locally(names);
    }

    /** What makes a setting effective, now and when it is put back. */
    private Step then(Writing one, Act then) {
        var action = acts.of(one.scope(), then, one.spec());
        return Draft.of(drawing.id(one.id() + ":then"), one.phase(), Acts.summary(action), action)
                .because(Optional.of(Text.of("plan.reason.then", one.id())))
                .limit(limit(one.spec(), action, one.phase()))
                .again(true)
                .undoes(List.of(one.id()))
                .origin(Optional.of(one.spec().origin().toString()))
                .step();
    }

    /** An expectation over one fact. */
    List<Expectation> expect(Scope scope, String fact, String value) {
        return List.of(
                expectations.of(
                        scope,
                        new Condition(
                                List.of(
                                        Map.of(
                                                fact,
                                                List.of(bascule.fact.Template.literal(value)))))));
    }
}
