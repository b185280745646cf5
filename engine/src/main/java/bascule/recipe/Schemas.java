package bascule.recipe;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON Schemas of the three files that people write, and what they find wrong, told by the
 * place in the file. They are read when first needed.
 */
final class Schemas {
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /**
     * @param name {@code recipe}, {@code releases} or {@code instance}
     */
    void check(String name, Written.Fields fields, Margin margin) {
        var schema =
                schemas.computeIfAbsent(
                        name,
                        _ ->
                                registry.getSchema(
                                        SchemaLocation.of(
                                                "classpath:bascule/schema/" + name + ".json")));
        for (var error : schema.validate(node(fields))) {
            margin.wrong(mistake(fields, error));
            spoil(fields, path(error), margin);
        }
    }

    private static JsonNode node(Written written) {
        var nodes = JsonNodeFactory.instance;
        return switch (written) {
            case Written.Leaf leaf ->
                    switch (leaf.kind()) {
                        case TEXT -> nodes.stringNode(leaf.text());
                        case TRUTH -> nodes.booleanNode(leaf.text().equals("true"));
                        case NOTHING -> nodes.nullNode();
                        case NUMBER -> number(leaf.text());
                    };
            case Written.Items items -> {
                var array = nodes.arrayNode();
                items.items().forEach(item -> array.add(node(item)));
                yield array;
            }
            case Written.Fields fields -> {
                var object = nodes.objectNode();
                fields.fields().forEach((key, field) -> object.set(key, node(field.value())));
                yield object;
            }
        };
    }

    private static JsonNode number(String text) {
        return text.matches("-?\\d{1,9}")
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(text))
                : JsonNodeFactory.instance.numberNode(0.5);
    }

    private static Mistake mistake(Written.Fields top, Error error) {
        var path = path(error);
        var place = place(top, path);
        var where = error.getSchemaLocation().toString();
        return switch (error.getKeyword()) {
            case "additionalProperties" -> extra(place, path, error);
            case "required", "dependentRequired" ->
                    Wrong.MISSING_KEY.at(place.key(), missing(error));
            case "type" -> type(place, where, error);
            case "pattern" -> pattern(place, where);
            case "enum" -> Wrong.NOT_ALLOWED.at(place.value(), place.line(), choices(error));
            case "const" -> Wrong.NOT_ALLOWED.at(place.value(), place.line(), constant(error));
            case "minLength", "minItems", "minProperties" ->
                    Wrong.NOT_ALLOWED.said("empty", place.value());
            default -> Wrong.WRONG_TYPE.said("other", place.value(), error.getMessage());
        };
    }

    /** Where a path leads: the key that names it, and the thing itself. */
    private record Place(Origin key, Written written) {
        Origin value() {
            return written.origin();
        }

        String line() {
            return written.line();
        }
    }

    private static List<String> path(Error error) {
        var path = new ArrayList<String>();
        var location = error.getInstanceLocation();
        for (var index = 0; index < location.getNameCount(); index++) {
            path.add(String.valueOf(location.getElement(index)));
        }
        return path;
    }

    /** What encloses a mistake is not asked further whether it says enough. */
    private static void spoil(Written.Fields top, List<String> path, Margin margin) {
        for (var length = 1; length <= path.size(); length++) {
            var place = place(top, path.subList(0, length));
            margin.spoilt(place.key());
            margin.spoilt(place.value());
        }
    }

    private static Place place(Written.Fields top, List<String> path) {
        var place = new Place(top.origin(), top);
        for (var step : path) {
            place =
                    switch (place.written()) {
                        case Written.Fields fields ->
                                fields.field(step)
                                        .map(field -> new Place(field.key(), field.value()))
                                        .orElse(place);
                        case Written.Items items -> {
                            var item = items.items().get(Integer.parseInt(step));
                            yield new Place(item.origin(), item);
                        }
                        case Written.Leaf _ -> place;
                    };
        }
        return place;
    }

    private static Mistake extra(Place place, List<String> path, Error error) {
        var key = error.getProperty();
        var known = known(error);
        var field =
                place.written() instanceof Written.Fields fields
                        ? fields.field(key)
                        : Optional.<Written.Field>empty();
        var origin = field.map(Written.Field::key).orElse(place.key());
        var comma =
                place.written() instanceof Written.Fields fields
                        && fields.bare()
                        && field.filter(Schemas::says).isEmpty();
        if (comma) {
            return Wrong.COMMA.at(origin, key);
        }
        if (known.isEmpty()) {
            var release = path.equals(List.of("releases"));
            return Wrong.NOT_ALLOWED.said(release ? "release" : "name", origin, key);
        }
        var near = Nearest.of(key, known);
        var phase =
                known.contains("migrate")
                        && field.filter(Schemas::steps).isPresent()
                        && (near.isEmpty() || Layers.phase(near.getFirst()));
        var wrong = phase ? Wrong.UNKNOWN_PHASE : Wrong.UNKNOWN_KEY;
        var in = path.isEmpty() ? "" : String.join(".", path);
        if (near.isEmpty()) {
            return in.isEmpty()
                    ? wrong.said("top", origin, key, String.join(", ", known))
                    : wrong.said("in", origin, key, in, String.join(", ", known));
        }
        return wrong.at(origin, key, String.join(", ", near));
    }

    /** A key with something behind it; a piece of prose cut off by a comma has nothing. */
    private static boolean says(Written.Field field) {
        return !(field.value() instanceof Written.Leaf leaf) || leaf.kind() != Written.Kind.NOTHING;
    }

    /** A map of maps: what a phase looks like. */
    private static boolean steps(Written.Field field) {
        return field.value() instanceof Written.Fields fields
                && !fields.fields().isEmpty()
                && fields.fields().values().stream()
                        .allMatch(step -> !(step.value() instanceof Written.Leaf));
    }

    /** The keys that the schema has at the place of the error. */
    private static List<String> known(Error error) {
        var location = error.getSchemaLocation();
        var fragment = location.getFragment();
        var document = SchemaDocuments.read(String.valueOf(location.getAbsoluteIri()));
        var node = document;
        for (var index = 0; index < fragment.getNameCount() - 1; index++) {
            var step = fragment.getElement(index);
            node = step instanceof Integer number ? node.path(number) : node.path(step.toString());
        }
        var known = new ArrayList<String>();
        node.path("properties").propertyNames().forEach(known::add);
        known.remove("drop");
        return known;
    }

    private static String missing(Error error) {
        var property = error.getProperty();
        return property != null ? property : String.valueOf(error.getArguments()[0]);
    }

    private static Mistake type(Place place, String where, Error error) {
        var number =
                place.written() instanceof Written.Leaf leaf && leaf.kind() == Written.Kind.NUMBER;
        if (where.contains("/duration/")) {
            return Wrong.DURATION.at(place.value(), place.line());
        }
        if (number && where.matches(".*/(release|range|release-or-series)/type")) {
            return Wrong.UNQUOTED.at(place.value(), place.line());
        }
        return Wrong.WRONG_TYPE.at(place.value(), place.line(), expected(error));
    }

    private static Mistake pattern(Place place, String where) {
        if (where.contains("/duration/")) {
            return Wrong.DURATION.at(place.value(), place.line());
        }
        if (where.contains("/date/")) {
            return place.line().matches("\\d{4}-\\d{2}-\\d{2}.+")
                    ? Wrong.DATE.said("time", place.value(), place.line())
                    : Wrong.DATE.at(place.value(), place.line());
        }
        return Wrong.NOT_ALLOWED.said("form", place.value(), place.line());
    }

    private static String expected(Error error) {
        var types = new ArrayList<String>();
        var node = error.getSchemaNode();
        if (node.isArray()) {
            node.forEach(type -> types.add(type.asString()));
        } else {
            types.add(node.asString());
        }
        return String.join(", ", types);
    }

    private static String choices(Error error) {
        var choices = new ArrayList<String>();
        error.getSchemaNode().forEach(choice -> choices.add(choice.asString()));
        return String.join(", ", choices);
    }

    private static String constant(Error error) {
        return error.getSchemaNode().asString();
    }
}
