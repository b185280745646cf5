package bascule.plan;

import bascule.fact.Answer;
import bascule.fact.Condition;
import bascule.fact.Template;
import bascule.instance.Scope;
import bascule.instance.Subject;
import bascule.recipe.Body.FactSpec;
import bascule.recipe.Body.RunSpec;
import bascule.recipe.Body.Source;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be told of a condition without asking anything. */
public final class Conditions {
    private Conditions() {}

    /** As people would write it: {@code jdk >=17 <24}. */
    public static String said(Condition condition) {
        return condition.any().stream()
                .map(
                        all ->
                                all.entrySet().stream()
                                        .map(
                                                entry ->
                                                        entry.getKey()
                                                                + " "
                                                                + entry.getValue().stream()
                                                                        .map(Template::text)
                                                                        .collect(
                                                                                Collectors.joining(
                                                                                        " | ")))
                                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" / "));
    }

    /** What its facts are where it is read: {@code jdk = 11.0.2}; nothing that is secret. */
    static String found(Subject subject, Scope scope, Condition condition) {
        return condition.facts().stream()
                .map(name -> name + " = " + word(subject, scope, name))
                .collect(Collectors.joining(", "));
    }

    private static String word(Subject subject, Scope scope, String name) {
        return switch (scope.answer(name)) {
            case Answer.Unknown(var why) ->
                    subject.body().components().containsKey(name) ? "-" : "? (" + why + ")";
            case Answer.Absent _ -> "-";
            case Answer.Word(var word) -> secret(subject, name) ? "…" : word;
            case Answer.Fields(var parts) ->
                    parts.keySet().stream()
                            .sorted()
                            .map(
                                    part ->
                                            secret(subject, name + "." + part)
                                                    ? part + "=…"
                                                    : part + "=" + parts.get(part))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Answer.Rows(var rows) -> rows(subject, name, rows);
        };
    }

    /** What one column says; of several how many there are. */
    private static String rows(Subject subject, String name, List<Map<String, String>> rows) {
        if (secret(subject, name) || rows.stream().anyMatch(row -> row.size() > 1)) {
            return rows.size() + " ×";
        }
        var said =
                rows.stream()
                        .map(row -> String.join("", row.values()))
                        .map(value -> value.isEmpty() ? "-" : value)
                        .distinct()
                        .toList();
        return String.join(" | ", said.subList(0, Math.min(3, said.size())))
                + (said.size() > 3 ? " …" : "");
    }

    private static boolean secret(Subject subject, String name) {
        var dot = name.indexOf('.');
        var fact = dot < 0 ? name : name.substring(0, dot);
        return subject.body().facts().getOrDefault(fact, List.of()).stream()
                .anyMatch(
                        spec ->
                                spec.secret()
                                        || (dot >= 0
                                                && spec.secretParts()
                                                        .contains(name.substring(dot + 1))));
    }

    /** Whether a fact of it can only be asked once the new release is staged. */
    public static boolean wantStage(Subject subject, Condition condition) {
        var seen = new HashSet<String>();
        return condition.facts().stream().anyMatch(name -> wantsStage(subject, name, seen));
    }

    private static boolean wantsStage(Subject subject, String name, Set<String> seen) {
        if (name.equals("stage")) {
            return true;
        }
        var cases = subject.body().facts().get(name);
        if (cases == null || !seen.add(name)) {
            return false;
        }
        return cases.stream()
                .flatMap(Conditions::names)
                .anyMatch(each -> wantsStage(subject, each, seen));
    }

    private static Stream<String> names(FactSpec spec) {
        return switch (spec.source()) {
            case Source.ByRun(var run) -> names(run);
            case Source.ByQuery(_, var query) -> query.nameStream();
            case Source.ByDepth(_, var queues) -> queues.nameStream();
            case Source.ByHttp(var requests) ->
                    requests.stream().flatMap(request -> request.url().nameStream());
            case Source.ByFile(var files) -> files.stream().flatMap(Template::nameStream);
            case Source.ByFiles(var pattern) -> pattern.nameStream();
            case Source.ByPackage(var name) -> name.nameStream();
            case Source.ByService _ -> Stream.empty();
            case Source.Asked _, Source.Value _ ->
                    spec.source().stated().stream().flatMap(Template::nameStream);
        };
    }

    private static Stream<String> names(RunSpec run) {
        return Stream.of(run.words().stream(), run.in().stream(), run.env().values().stream())
                .flatMap(templates -> templates)
                .flatMap(Template::nameStream);
    }
}
