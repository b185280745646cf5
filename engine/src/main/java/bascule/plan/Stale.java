package bascule.plan;

import bascule.fact.Answer;
import bascule.instance.Survey;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has changed since a plan was decided: releases, method, tenants, stores, services, and
 * whatever a condition went by. Never sizes.
 */
public final class Stale {
    private Stale() {}

    /**
     * @param fact by name; what the survey itself says begins with a colon
     */
    public record Change(String fact, Answer planned, Answer now) {}

    public static List<Change> of(Plan plan, Survey fresh) {
        var now = fresh.watched();
        return new TreeMap<>(plan.facts())
                .entrySet().stream()
                        .map(
                                entry ->
                                        new Change(
                                                entry.getKey(),
                                                entry.getValue(),
                                                now.getOrDefault(
                                                        entry.getKey(), new Answer.Absent())))
                        .filter(change -> !same(change.planned(), change.now()))
                        .toList();
    }

    /** That a thing could not be looked at, for whatever reason, is one and the same. */
    private static boolean same(Answer planned, Answer now) {
        return planned.equals(now)
                || (planned instanceof Answer.Unknown && now instanceof Answer.Unknown);
    }

    /** The facts that changed, as words. */
    public static Map<String, String> said(List<Change> changes) {
        var said = new TreeMap<String, String>();
        changes.forEach(
                change ->
                        said.put(
                                change.fact(),
                                word(change.planned()) + " → " + word(change.now())));
        return said;
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Unknown _ -> "?";
            case Answer.Absent _ -> "-";
            case Answer.Word(var word) -> word;
            case Answer.Fields(var parts) -> new TreeMap<>(parts).toString();
            case Answer.Rows(var rows) -> rows.stream().map(TreeMap::new).toList().toString();
        };
    }
}
