package bascule.plan;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.instance.Fact;
import bascule.instance.Row;
import bascule.instance.Scope;
import bascule.plan.RecipeSteps.Made;
import bascule.recipe.Body.Act;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Phase;
import bascule.text.Text;
import bascule.version.Version;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Draws how it is proved which release serves: its code, its data, and what the recipe asks. */
final class Verifying {
    private static final Duration AT_ONCE = Duration.ofMinutes(1);
    private static final Duration MIGRATES = Duration.ofMinutes(15);

    private final Drawing drawing;
    private final RecipeSteps recipe;

    Verifying(Drawing drawing, RecipeSteps recipe) {
        this.drawing = drawing;
        this.recipe = recipe;
    }

    /** Whether migrations are no step of the recipe: the application migrates when it starts. */
    boolean migratesAtStart() {
        return drawing.subject().body().phases().getOrDefault(Phase.MIGRATE, Map.of()).isEmpty();
    }

    /** Release of the code and release of the data, as the catalogue has them. */
    List<Step> releases(Scope scope, String prefix) {
        var release = scope.era().release();
        var steps = new ArrayList<Step>();
        steps.add(
                look(
                        prefix + "verify/release",
                        Text.of("plan.do.verify-release", release),
                        recipe.expect(scope, "release", release.text()),
                        AT_ONCE));
        if (looksAtSchema(scope, false)) {
            var schema = drawing.settled(release).text(Template.of("${to.schema}"));
            steps.add(
                    look(
                            prefix + "verify/schema",
                            Text.of("plan.do.verify-schema", schema),
                            migratesAtStart()
                                    ? recipe.expect(scope, "schema", schema)
                                    : recipe.expect(scope, "schema", schema).stream()
                                            .map(Expectation::asSettled)
                                            .toList(),
                            migratesAtStart() ? MIGRATES : AT_ONCE));
        }
        return steps;
    }

    /** Whether the release of the data can be looked at while the services are (not) stopped. */
    boolean looksAtSchema(Scope scope, boolean stopped) {
        var cases = drawing.subject().body().facts().get("schema");
        if (cases == null || cases.isEmpty()) {
            return false;
        }
        var whenStopped = scope.spec("schema").map(FactSpec::whenStopped);
        return cases.getFirst().each().isPresent()
                ? !stopped
                : whenStopped.map(only -> only == stopped).orElse(false);
    }

    /** On the way back the data must be what the survey found, row by row. */
    Step schemaAsFound(Scope scope, String id) {
        var each = scope.each("schema");
        var expect =
                each.isEmpty()
                        ? List.of(schemaAsFound(scope, Optional.<Row>empty()))
                        : scope.rows(each.get()).stream()
                                .map(row -> schemaAsFound(scope.on(row), Optional.of(row)))
                                .toList();
        return look(id, Text.of("plan.do.verify-schema-found"), expect, AT_ONCE.multipliedBy(2));
    }

    private Expectation schemaAsFound(Scope scope, Optional<Row> row) {
        var catalogue = drawing.settled(scope.era().release()).text(Template.of("${to.schema}"));
        var found = drawing.knowledge().answer(new Fact("schema", row, Optional.empty()));
        var surveyed = scope.era().release().equals(drawing.survey().release());
        var value = surveyed && found instanceof Answer.Word(var word) ? word : catalogue;
        return recipe.expectations()
                .of(
                        scope,
                        new Condition(List.of(Map.of("schema", List.of(Template.literal(value))))));
    }

    Step releaseAgain(Scope scope, String id) {
        var release = scope.era().release();
        return look(
                id,
                Text.of("plan.do.verify-release", release),
                recipe.expect(scope, "release", release.text()),
                AT_ONCE);
    }

    private Step look(String id, Text summary, List<Expectation> expect, Duration limit) {
        return Draft.of(drawing.id(id), Phase.VERIFY, summary, new Action.Look())
                .expect(expect)
                .limit(limit)
                .again(true)
                .step();
    }

    /** The recipe's own verification, as it stands in the plan. */
    List<Made> asked(Scope scope, String prefix, List<Hop> hops) {
        return recipe.strands(Phase.VERIFY, hops).stream()
                .flatMap(strand -> recipe.made(strand, Phase.VERIFY, prefix, scope).stream())
                .toList();
    }

    /**
     * Whether something is asked as visitors ask it: not to be answered while the application's own
     * closed sign is up.
     */
    static boolean asVisitor(Made one) {
        return one.spec().act().orElse(null) instanceof Act.ToHttp;
    }

    /**
     * The plainest questions that visitors' way in can be asked, for after services were started
     * anew for visitors.
     */
    List<Step> answersVisitors(Scope open, String prefix) {
        var asked =
                recipe.strands(Phase.VERIFY, List.of()).stream()
                        .flatMap(strand -> recipe.peek(strand, Phase.VERIFY, open).stream())
                        .filter(Verifying::asVisitor)
                        .toList();
        var plain = asked.stream().filter(Verifying::onlyLooks).toList();
        return (plain.isEmpty() ? asked : plain)
                .stream()
                        .map(
                                one ->
                                        recipe.asking(
                                                drawing.id(prefix + "answers:" + one.name()),
                                                Phase.OPEN,
                                                open.on(one.row()),
                                                one.spec()))
                        .toList();
    }

    private static boolean onlyLooks(Made one) {
        return one.spec().act().orElse(null) instanceof Act.ToHttp(var requests)
                && requests.stream().allMatch(request -> request.method().equals("GET"));
    }

    static Stream<Step> steps(List<Made> made) {
        return made.stream().map(Made::step);
    }

    /** A release that no one can look at while it serves is told of, not silently passed over. */
    void tellWhatIsNotSeen(Scope scope, Version release) {
        if (looksAtSchema(scope, true)) {
            drawing.tell("schema", release, Text.of("plan.schema-unseen"));
        }
    }
}
