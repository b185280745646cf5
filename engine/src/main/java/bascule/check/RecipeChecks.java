package bascule.check;

import bascule.fact.Answer;
import bascule.fact.Template;
import bascule.instance.Row;
import bascule.instance.Scope;
import bascule.plan.Conditions;
import bascule.plan.Plan;
import bascule.plan.Planner;
import bascule.problem.Fault;
import bascule.recipe.Body.StepSpec;
import bascule.recipe.Phase;
import bascule.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions of the recipe's own preflight, answered by a fresh survey. */
final class RecipeChecks {
    private RecipeChecks() {}

    static List<Check> of(Ground ground) {
        var scope = new Planner(ground.subject(), ground.survey(), ground.options()).standing();
        var checks = new ArrayList<Check>();
        ground.subject()
                .body()
                .phases()
                .getOrDefault(Phase.PREFLIGHT, Map.of())
                .forEach((name, cases) -> checks.addAll(orItsFault(ground, scope, name, cases)));
        return checks;
    }

    /** What cannot even be asked has not passed. */
    private static List<Check> orItsFault(
            Ground ground, Scope scope, String name, List<StepSpec> cases) {
        try {
            return of(ground, scope, name, cases);
        } catch (Fault fault) {
            return List.of(
                    new Checks.Named(
                            name,
                            plan ->
                                    Findings.block(
                                            plan, "BSC-110", fault.why(), Text.of("check.mend"))));
        }
    }

    private static List<Check> of(Ground ground, Scope scope, String name, List<StepSpec> cases) {
        var each = cases.isEmpty() ? Optional.<String>empty() : cases.getFirst().each();
        if (each.isEmpty()) {
            return one(ground, scope, name, cases).stream().toList();
        }
        return scope.rows(each.get()).stream()
                .flatMap(row -> one(ground, scope.on(row), label(name, row), cases).stream())
                .toList();
    }

    private static String label(String name, Row row) {
        return name + "[" + row.key() + "]";
    }

    private static Optional<Check> one(
            Ground ground, Scope scope, String name, List<StepSpec> cases) {
        return scope.choose(cases, StepSpec::when)
                .filter(spec -> spec.act().isEmpty() && spec.expect().isPresent())
                .filter(spec -> !Conditions.wantStage(ground.subject(), spec.expect().get()))
                .map(spec -> new Checks.Named(name, plan -> look(plan, ground, scope, name, spec)));
    }

    private static Finding look(Plan plan, Ground ground, Scope scope, String name, StepSpec spec) {
        var expect = spec.expect().orElseThrow();
        if (scope.holds(expect)) {
            return Findings.pass("check.holds", filled(scope, Conditions.said(expect)));
        }
        var found = new ArrayList<String>();
        for (var fact : expect.facts()) {
            found.add(fact + " = " + shown(scope.answer(fact)));
        }
        var language = ground.options().language();
        var why =
                Text.of(
                        "check.not-so",
                        filled(scope, Conditions.said(expect)),
                        String.join(", ", found),
                        spec.because()
                                .map(words -> filled(scope, words.in(language)))
                                .orElse(spec.origin().toString()));
        var next = spec.next().map(words -> Text.verbatim(filled(scope, words.in(language))));
        return switch (spec.level().orElse("block")) {
            case "warn" -> Findings.warn(plan, "BSC-110", why, next.orElse(Text.of("check.mend")));
            case "accept" -> {
                var plain = name.replaceFirst("\\[.*", "");
                var accepted =
                        ground.options().accepted().contains(plain)
                                || ground.subject().instance().accept().contains(plain);
                var accept =
                        next.map(
                                        first ->
                                                Text.of(
                                                        "check.mend-or-accept",
                                                        first,
                                                        plan.instance(),
                                                        plain))
                                .orElseGet(() -> Text.of("check.accept", plan.instance(), plain));
                yield accepted
                        ? Findings.warn(plan, "BSC-110", why, accept)
                        : Findings.block(plan, "BSC-110", why, accept);
            }
            default -> Findings.block(plan, "BSC-110", why, next.orElse(Text.of("check.mend")));
        };
    }

    /** For people: what can be filled in is; a secret stays a name. */
    private static String filled(Scope scope, String words) {
        try {
            return scope.fill(Template.of(words)).text();
        } catch (Fault unknown) {
            return words;
        }
    }

    private static String shown(Answer answer) {
        return switch (answer) {
            case Answer.Unknown(var why) -> "? (" + why + ")";
            case Answer.Absent _ -> "-";
            case Answer.Word(var word) -> word;
            case Answer.Fields(var parts) -> new java.util.TreeMap<>(parts).toString();
            case Answer.Rows(var rows) -> rows.size() + " ×";
        };
    }
}
