package bascule.recipe;

import bascule.recipe.Laid.Change;
import bascule.recipe.Laid.How;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a recipe says for one instance, element by element, and which file said it. */
public final class Explain {
    private Explain() {}

    /**
     * One element of an effective body.
     *
     * @param name {@code migrate.upgrade}
     * @param says all of it in one line, as YAML; empty if it was dropped
     * @param origin where it was said; for a dropped one, where it was dropped
     * @param changes what later layers did to it, in order
     */
    public record Line(String name, String says, Origin origin, List<Change> changes) {
        public Line {
            changes = List.copyOf(changes);
        }

        public boolean dropped() {
            return says.isEmpty();
        }
    }

    /** In the order of the body; what was dropped stands at the end. */
    public static List<Line> lines(Body body) {
        var lines = new ArrayList<Line>();
        body.laid()
                .fields()
                .fields()
                .forEach((key, field) -> lines.addAll(lines(body, key, field)));
        var there = new LinkedHashSet<>(lines.stream().map(Line::name).toList());
        for (var change : body.laid().changes()) {
            if (change.how() == How.DROPPED && there.add(change.element())) {
                lines.add(new Line(change.element(), "", change.by(), of(body, change.element())));
            }
        }
        return lines;
    }

    /** Those whose name is one of these, or lies below one: {@code migrate}. */
    public static List<Line> lines(Body body, List<String> names) {
        Predicate<Line> asked =
                line ->
                        names.stream()
                                .anyMatch(
                                        name ->
                                                line.name().equals(name)
                                                        || line.name().startsWith(name + "."));
        return lines(body).stream().filter(asked).toList();
    }

    private static List<Line> lines(Body body, String key, Written.Field field) {
        if (!Layers.section(key)) {
            return List.of(line(body, key, field));
        }
        var elements =
                field.value() instanceof Written.Fields map
                        ? map.fields()
                        : Map.<String, Written.Field>of();
        return elements.entrySet().stream()
                .map(entry -> line(body, key + "." + entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Line line(Body body, String name, Written.Field field) {
        return new Line(name, field.value().line(), field.key(), of(body, name));
    }

    private static List<Change> of(Body body, String element) {
        return body.laid().changes().stream()
                .filter(change -> change.element().equals(element))
                .toList();
    }
}
