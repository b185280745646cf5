package bascule.recipe;

import bascule.recipe.Use.Owner;
import bascule.recipe.Use.Slot;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a body out of laid layers; what is wrong, and each name used, goes to the margin. */
final class BodyReader {
    private final Laid laid;
    private final Element top;

    private BodyReader(Laid laid, Element top) {
        this.laid = laid;
        this.top = top;
    }

    static Body read(Laid laid, Owner owner, Margin margin) {
        var top = new Element(laid.fields().origin(), laid.fields(), owner, margin);
        return new BodyReader(laid, top).body();
    }

    private Body body() {
        return new Body(
                each("tools", "tool", BodyReader::tool),
                Names.spread(facts()),
                each("components", "component", BodyReader::component),
                each("stores", "store", PartReader::store),
                each("services", "service", PartReader::service),
                top.element("code")
                        .map(
                                code ->
                                        PartReader.code(
                                                code.owned(top.owner().element("code", "code")))),
                top.text("door"),
                top.element("web-server")
                        .map(
                                server ->
                                        door(
                                                server.owned(
                                                        top.owner()
                                                                .element(
                                                                        "web-server",
                                                                        "web-server")))),
                top.element("gate")
                        .map(gate -> gate(gate.owned(top.owner().element("gate", "gate")))),
                redact(),
                phases(top),
                steps(top, "rehearse", top.owner()),
                laid);
    }

    private List<String> redact() {
        var patterns = top.leaves("redact");
        patterns.forEach(top::compiles);
        return patterns.stream().map(Written.Leaf::text).toList();
    }

    private <T> Map<String, List<T>> each(String key, String kind, Function<Element, T> reader) {
        var read = new LinkedHashMap<String, List<T>>();
        top.elements(key, kind)
                .forEach((name, cases) -> read.put(name, cases.stream().map(reader).toList()));
        return read;
    }

    /** A plain text is a value. */
    private Map<String, List<Body.FactSpec>> facts() {
        var facts = new LinkedHashMap<String, List<Body.FactSpec>>();
        var cases = top.elements("facts", "fact");
        top.element("facts")
                .ifPresent(
                        map ->
                                map.fields()
                                        .fields()
                                        .forEach(
                                                (name, field) ->
                                                        facts.put(
                                                                name,
                                                                fact(map, name, field, cases))));
        return facts;
    }

    private static List<Body.FactSpec> fact(
            Element map, String name, Written.Field field, Map<String, List<Element>> cases) {
        if (field.value() instanceof Written.Leaf leaf) {
            var owner = map.owned(map.owner().element("fact", name));
            return List.of(FactReader.value(field.key(), owner, leaf));
        }
        return cases.getOrDefault(name, List.of()).stream().map(FactReader::read).toList();
    }

    private static Body.Tool tool(Element tool) {
        return new Body.Tool(
                tool.origin(), tool.condition("when"), new ActReader(tool).runOrNone("run"));
    }

    private static Body.Component component(Element component) {
        var toolchain = component.text("toolchain");
        var own =
                component
                        .fields()
                        .without("toolchain", "recipe", "method", "root", "when", "about", "drop");
        var inside = component.owner().inside(component.owner().name());
        return new Body.Component(
                component.origin(),
                component.condition("when"),
                toolchain.isPresent() ? "toolchain" : "recipe",
                toolchain.or(() -> component.text("recipe")).orElse(""),
                component.text("method"),
                component.template("root", Slot.PATH),
                own.fields().isEmpty()
                        ? Optional.empty()
                        : Optional.of(read(new Laid(own, List.of()), inside, component.margin())));
    }

    private static Body.Gate gate(Element gate) {
        return new Body.Gate(
                gate.origin(),
                gate.template("upstream", Slot.LOCATION).orElse(bascule.fact.Template.of("")),
                gate.template("health", Slot.LOCATION),
                gate.texts("spool"));
    }

    private static DoorSpec door(Element server) {
        var acts = new ActReader(server);
        return new DoorSpec(
                server.origin(),
                server.template("server", Slot.FREE).orElse(bascule.fact.Template.of("nginx")),
                server.template("include", Slot.PATH).orElse(bascule.fact.Template.of("")),
                server.template("listener", Slot.FREE).orElse(bascule.fact.Template.of("")),
                acts.requests("visitors"),
                acts.runOrNone("test"),
                acts.runOrNone("reload"));
    }

    /** The steps of each phase that has any, in the order of phases. */
    static Map<Phase, Map<String, List<Body.StepSpec>>> phases(Element top) {
        var phases = new EnumMap<Phase, Map<String, List<Body.StepSpec>>>(Phase.class);
        for (var phase : Phase.values()) {
            if (top.has(phase.word())) {
                phases.put(phase, steps(top, phase.word(), top.owner().in(phase)));
            }
        }
        return phases;
    }

    private static Map<String, List<Body.StepSpec>> steps(Element top, String key, Owner owner) {
        var steps = new LinkedHashMap<String, List<Body.StepSpec>>();
        top.owned(owner)
                .elements(key, "step")
                .forEach(
                        (name, cases) ->
                                steps.put(name, cases.stream().map(StepReader::read).toList()));
        return steps;
    }
}
