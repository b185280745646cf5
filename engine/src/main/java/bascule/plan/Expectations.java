package bascule.plan;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.host.HttpRequest;
import bascule.instance.Fact;
import bascule.instance.Row;
import bascule.instance.Scope;
import bascule.probe.Probe;
import bascule.probe.Reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes expectations of conditions: claims filled, lists spelled out row by row, probes wanted. */
final class Expectations {
    private static final List<Integer> SUCCESS = List.of(200, 201, 202, 203, 204, 205, 206);

    private static final List<Asked> NOBODY = List.of();

    private final ProbeTable probes;

    Expectations(ProbeTable probes) {
        this.probes = probes;
    }

    List<Expectation> of(Scope scope, Optional<Condition> condition) {
        return condition.map(one -> List.of(of(scope, one))).orElse(List.of());
    }

    Expectation of(Scope scope, Condition condition) {
        var any = new ArrayList<Map<String, List<Template>>>();
        for (var all : condition.any()) {
            var spelled = new LinkedHashMap<String, List<Template>>();
            all.forEach(
                    (name, claims) -> {
                        for (var asked : comparable(scope, claims) ? names(scope, name) : NOBODY) {
                            spelled.put(
                                    asked.name(),
                                    claims.stream().map(asked.scope()::fill).toList());
                        }
                    });
            any.add(spelled);
        }
        return new Expectation(new Condition(any), scope.era().release().text());
    }

    /** What there was nothing of before cannot be compared with what there is now. */
    private static boolean comparable(Scope scope, List<Template> claims) {
        return claims.stream()
                .flatMap(Template::nameStream)
                .filter(name -> name.startsWith("found.") || name.startsWith("baseline."))
                .map(name -> name.substring(name.indexOf('.') + 1))
                .noneMatch(
                        name ->
                                scope.meant(name)
                                        .map(fact -> scope.knowledge().answer(fact.whole()))
                                        .filter(Answer.Absent.class::isInstance)
                                        .isPresent());
    }

    /** The fact is asked when that release is in force. */
    void want(Fact fact, bascule.version.Version release) {
        probes.want(fact, release);
    }

    /** That a journey comes to its end; the probe has the name of the step that asks. */
    Expectation answered(String name, Scope scope, List<HttpRequest> requests) {
        var last = requests.getLast();
        var codes = new LinkedHashMap<String, String>();
        if (last.key().isEmpty() && last.match().isEmpty()) {
            var fine = last.codes().isEmpty() ? SUCCESS : last.codes();
            fine.forEach(code -> codes.put(String.valueOf(code), "answered"));
        }
        var reading =
                new Reading(
                        List.of(),
                        Optional.empty(),
                        codes,
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty());
        probes.put(name, scope.era().release(), new Probe.ByHttp(requests, reading));
        return new Expectation(
                Condition.of(name, codes.isEmpty() ? "present" : "answered"),
                scope.era().release().text());
    }

    private record Asked(String name, Scope scope) {}

    private List<Asked> names(Scope scope, String name) {
        var fact = scope.meant(name);
        if (fact.isEmpty() || known(scope, name)) {
            if (scope.answer(name) instanceof Answer.Word(var word)) {
                probes.know(name, scope.era().release(), word);
            }
            return List.of(new Asked(name, scope));
        }
        var each = scope.each(fact.get().name());
        if (each.isPresent() && fact.get().row().isEmpty()) {
            return scope.rows(each.get()).stream()
                    .map(row -> asked(scope, fact.get(), row))
                    .toList();
        }
        return List.of(asked(scope, fact.get()));
    }

    /**
     * Names that mean something before any fact does: {@code release} is looked at all the same.
     */
    private static boolean known(Scope scope, String name) {
        return !name.equals("release")
                && scope.row().isPresent()
                && scope.row().get().parts().containsKey(name.substring(name.indexOf('.') + 1))
                && name.startsWith(scope.row().get().list() + ".");
    }

    private Asked asked(Scope scope, Fact fact, Row row) {
        return asked(scope.on(row), new Fact(fact.name(), Optional.of(row), fact.part()));
    }

    private Asked asked(Scope scope, Fact fact) {
        probes.want(fact.whole(), scope.era().release());
        return new Asked(fact.label(), scope);
    }
}
