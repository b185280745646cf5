package bascule.recipe;

import bascule.recipe.Use.Slot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds facts, tools, stores and components that can only be looked at after themselves. */
final class CircleCheck {
    private final Names names;
    private final Margin margin;
    private final Map<String, Map<String, Origin>> edges = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();

    CircleCheck(Names names, Margin margin) {
        this.names = names;
        this.margin = margin;
    }

    void check(List<Use> uses) {
        for (var use : uses) {
            var from = owner(use);
            var to = target(use);
            var itself = from.equals(to) && use.owner().component().isPresent();
            if (from.isPresent() && to.isPresent() && !itself) {
                edges.computeIfAbsent(from.get(), _ -> new LinkedHashMap<>())
                        .putIfAbsent(to.get(), use.origin());
            }
        }
        for (var node : List.copyOf(edges.keySet())) {
            walk(node, new ArrayList<>());
        }
    }

    private void walk(String node, List<String> path) {
        var at = path.indexOf(node);
        if (at >= 0) {
            tell(path.subList(at, path.size()));
            return;
        }
        if (!done.add(node)) {
            return;
        }
        path.add(node);
        edges.getOrDefault(node, Map.of()).keySet().forEach(next -> walk(next, path));
        path.removeLast();
    }

    /** Where the element of the circle that is written first uses the next. */
    private void tell(List<String> circle) {
        Optional<Mistake> first = Optional.empty();
        for (var index = 0; index < circle.size(); index++) {
            var ring = new ArrayList<String>();
            for (var step = 0; step <= circle.size(); step++) {
                ring.add(circle.get((index + step) % circle.size()));
            }
            var place = edges.getOrDefault(ring.get(0), Map.of()).get(ring.get(1));
            if (place == null) {
                continue;
            }
            var mistake = Wrong.CIRCLE.at(place, String.join(" → ", ring));
            if (first.isEmpty() || mistake.compareTo(first.get()) < 0) {
                first = Optional.of(mistake);
            }
        }
        first.ifPresent(margin::wrong);
    }

    private Optional<String> owner(Use use) {
        if (use.owner().component().isPresent()) {
            return use.owner().component().map(name -> "components." + name);
        }
        return switch (use.owner().kind()) {
            case "fact" -> Optional.of("facts." + use.owner().name());
            case "tool" -> Optional.of("tools." + use.owner().name());
            case "store" -> Optional.of("stores." + use.owner().name());
            case "component" -> Optional.of("components." + use.owner().name());
            default -> Optional.empty();
        };
    }

    private Optional<String> target(Use use) {
        var inner = use.owner().component().map(names.inner()::get);
        var head = Names.head(use.name());
        if (use.slot().value() || use.slot() == Slot.CONDITION || use.slot() == Slot.LIST) {
            return inner.filter(own -> own.knows(use.name())).isPresent()
                    ? Optional.empty()
                    : node("facts", names.body().facts(), head)
                            .or(() -> node("components", names.body().components(), head));
        }
        return switch (use.slot()) {
            case STORE ->
                    node("stores", names.body().stores(), use.name())
                            .or(() -> node("components", names.body().components(), head));
            case TOOL -> node("tools", names.body().tools(), use.name());
            case COMMAND ->
                    // a tool that begins with its own name means the program
                    node("tools", names.body().tools(), use.name())
                            .filter(node -> !owner(use).equals(Optional.of(node)));
            default -> Optional.empty();
        };
    }

    private static Optional<String> node(String kind, Map<String, ?> elements, String name) {
        return elements.containsKey(name) ? Optional.of(kind + "." + name) : Optional.empty();
    }
}
