package bascule.recipe;

import bascule.recipe.Use.Slot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Asks of each name used whether there is such a thing, and whether it may stand there. */
final class NameCheck {
    private static final Pattern CLIMBING = Pattern.compile("(?:^|/)\\.\\.(?:/|$)");

    private final Names names;
    private final String method;
    private final Map<Phase, Set<String>> noteSteps;
    private final Margin margin;

    /**
     * @param method the one that the body was made for; empty if the recipe has none
     * @param noteSteps steps that notes add, by phase
     */
    NameCheck(Names names, String method, Map<Phase, Set<String>> noteSteps, Margin margin) {
        this.names = names;
        this.method = method;
        this.noteSteps = noteSteps;
        this.margin = margin;
    }

    void check(List<Use> uses) {
        uses.stream().filter(this::counts).forEach(this::check);
    }

    /** What says itself that it is for other methods is not asked here. */
    private boolean counts(Use use) {
        return use.owner().methods().isEmpty()
                || method.isEmpty()
                || use.slot() == Slot.METHOD
                || use.owner().methods().contains(method);
    }

    private void check(Use use) {
        switch (use.slot()) {
            case PROGRAM, WORD, LOCATION, QUERY, PATH, FREE -> value(use);
            case CONDITION -> condition(use);
            case COMMAND -> command(use);
            case TOOL -> part(use, "tool", Body::tools);
            case STORE -> part(use, "store", Body::stores);
            case SERVICE -> part(use, "service", Body::services);
            case LIST -> list(use);
            case STEP -> step(use);
            case METHOD -> method(use);
        }
    }

    /** The names that count for a use: in the body of a component, its own first. */
    private boolean known(Use use) {
        return use.owner().taken().contains(use.name())
                || names.knows(use.name())
                || use.owner()
                        .component()
                        .map(names.inner()::get)
                        .filter(inner -> inner.knows(use.name()))
                        .isPresent();
    }

    private void value(Use use) {
        if (!known(use)) {
            margin.wrong(unknown(Wrong.UNKNOWN_NAME, use, names.near(use.name())));
            return;
        }
        if (use.owner().taken().contains(use.name())) {
            return;
        }
        if (use.slot() != Slot.FREE && names.secret(use.name())) {
            margin.wrong(Wrong.SECRET.at(use.origin(), use.name()));
        }
        if (use.slot() == Slot.PROGRAM) {
            program(use);
        }
        if (use.slot() == Slot.WORD && use.start()) {
            constant(use, Wrong.DASH, value -> value.startsWith("-"));
        }
        if (use.slot() == Slot.WORD || use.slot() == Slot.PATH) {
            constant(use, Wrong.CLIMBS, value -> CLIMBING.matcher(value).find());
        }
    }

    private void program(Use use) {
        var whole = use.line().equals("${" + use.name() + "}");
        var fact =
                names.body().facts().containsKey(Names.head(use.name()))
                        && !Names.given(use.name());
        if (whole || fact) {
            margin.wrong(Wrong.PROGRAM.at(use.origin(), use.name()));
        }
    }

    private void constant(Use use, Wrong wrong, java.util.function.Predicate<String> bad) {
        names.constants(use.name()).stream()
                .filter(bad)
                .findFirst()
                .ifPresent(
                        value ->
                                margin.wrong(wrong.said("value", use.origin(), use.name(), value)));
    }

    private void condition(Use use) {
        if (!known(use)) {
            margin.wrong(unknown(Wrong.UNKNOWN_FACT, use, names.near(use.name())));
        }
    }

    /** A first word that is a tool but for one letter is hardly a program. */
    private void command(Use use) {
        var tools = names.body().tools().keySet();
        if (tools.contains(use.name()) || use.name().length() < 4) {
            return;
        }
        tools.stream()
                .filter(tool -> Nearest.distance(use.name(), tool) == 1)
                .findFirst()
                .ifPresent(
                        tool ->
                                margin.wrong(
                                        unknown(Wrong.UNKNOWN_PART, "tool", use, List.of(tool))));
    }

    private void part(Use use, String kind, Function<Body, Map<String, ?>> elements) {
        var inside =
                use.owner()
                        .component()
                        .map(names.inner()::get)
                        .filter(inner -> inner.has(elements, use.name()))
                        .isPresent();
        if (!inside && !names.has(elements, use.name())) {
            var near = Nearest.of(use.name(), elements.apply(names.body()).keySet());
            margin.wrong(unknown(Wrong.UNKNOWN_PART, kind, use, near));
        }
    }

    private void list(Use use) {
        var inner = use.owner().component().map(names.inner()::get);
        if (names.list(use.name()) || inner.filter(own -> own.list(use.name())).isPresent()) {
            return;
        }
        if (known(use)) {
            margin.wrong(Wrong.NO_LIST.at(use.origin(), use.name()));
        } else {
            margin.wrong(unknown(Wrong.UNKNOWN_FACT, use, names.near(use.name())));
        }
    }

    private void step(Use use) {
        var known = new TreeSet<String>();
        use.owner()
                .phase()
                .ifPresentOrElse(
                        phase -> {
                            known.addAll(
                                    names.body().phases().getOrDefault(phase, Map.of()).keySet());
                            known.addAll(noteSteps.getOrDefault(phase, Set.of()));
                        },
                        () -> known.addAll(names.body().rehearse().keySet()));
        known.remove(use.owner().name());
        if (!known.contains(use.name()) && use.owner().component().isEmpty()) {
            margin.wrong(unknown(Wrong.UNKNOWN_STEP, use, Nearest.of(use.name(), known)));
        }
    }

    private void method(Use use) {
        if (!names.methods().isEmpty()
                && use.owner().component().isEmpty()
                && !use.name().contains("${")
                && !names.methods().contains(use.name())) {
            margin.wrong(
                    unknown(Wrong.UNKNOWN_METHOD, use, Nearest.of(use.name(), names.methods())));
        }
    }

    private static Mistake unknown(Wrong wrong, Use use, List<String> near) {
        return near.isEmpty()
                ? wrong.at(use.origin(), use.name())
                : wrong.said("near", use.origin(), use.name(), String.join(", ", near));
    }

    private static Mistake unknown(Wrong wrong, String kind, Use use, List<String> near) {
        return near.isEmpty()
                ? wrong.said(kind, use.origin(), use.name())
                : wrong.said(kind + ".near", use.origin(), use.name(), String.join(", ", near));
    }
}
