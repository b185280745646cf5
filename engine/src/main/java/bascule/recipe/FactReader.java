package bascule.recipe;

import bascule.fact.Template;
import bascule.probe.Reading;
import bascule.recipe.Use.Slot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how one fact is looked up. */
final class FactReader {
    static final List<String> SOURCES =
            List.of(
                    "run", "query", "http", "file", "files", "package", "service", "depth", "ask",
                    "value");

    private FactReader() {}

    static Body.FactSpec value(Origin origin, Element owner, Written.Leaf leaf) {
        return new Body.FactSpec(
                origin,
                Optional.empty(),
                new Body.Source.Value(owner.template(leaf, Slot.FREE)),
                Reading.PLAIN,
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }

    static Body.FactSpec read(Element fact) {
        PartReader.oneOf(fact, SOURCES);
        var secret = fact.fields().at("secret");
        return new Body.FactSpec(
                fact.origin(),
                fact.condition("when"),
                source(fact),
                reading(fact),
                fact.reference("each", Slot.LIST),
                fact.flag("secret"),
                fact.has("look"),
                fact.words("about"),
                secret.filter(Written.Items.class::isInstance).isPresent()
                        ? fact.texts("secret")
                        : List.of());
    }

    private static Body.Source source(Element fact) {
        var named = SOURCES.stream().filter(fact::has).findFirst().orElse("value");
        var acts = new ActReader(fact);
        var store = fact.reference("store", Slot.STORE).orElse("");
        return switch (named) {
            case "run" -> new Body.Source.ByRun(acts.runOrNone("run"));
            case "query" -> new Body.Source.ByQuery(store, template(fact, "query", Slot.QUERY));
            case "http" -> new Body.Source.ByHttp(acts.requests());
            case "file" -> new Body.Source.ByFile(fact.templates("file", Slot.PATH));
            case "files" -> new Body.Source.ByFiles(template(fact, "files", Slot.PATH));
            case "package" -> new Body.Source.ByPackage(template(fact, "package", Slot.FREE));
            case "service" ->
                    new Body.Source.ByService(fact.reference("service", Slot.SERVICE).orElse(""));
            case "depth" -> new Body.Source.ByDepth(store, template(fact, "depth", Slot.FREE));
            case "ask" ->
                    new Body.Source.Asked(
                            fact.words("ask").orElse(new Body.Words(Map.of("", ""))),
                            fact.flag("secret")
                                    ? Optional.empty()
                                    : fact.template("default", Slot.FREE)
                                            .filter(text -> !text.closed()));
            default -> new Body.Source.Value(template(fact, "value", Slot.FREE));
        };
    }

    private static Template template(Element fact, String key, Slot slot) {
        return fact.template(key, slot).orElse(Template.of(""));
    }

    private static Reading reading(Element fact) {
        return new Reading(
                fact.texts("key"),
                fact.pattern("match"),
                codes(fact),
                means(fact),
                fact.texts("fields"),
                fact.texts("rows"),
                fact.text("default"));
    }

    /** {@code number} makes the code itself the answer. */
    static Map<String, String> codes(Element element) {
        return element.text("codes")
                .map(word -> Map.of("*", word))
                .orElseGet(() -> element.textMap("codes"));
    }

    /** A single word is what anything found means. */
    private static Map<String, String> means(Element fact) {
        return fact.text("means")
                .map(word -> Map.of("*", word))
                .orElseGet(() -> new LinkedHashMap<>(fact.textMap("means")));
    }
}
